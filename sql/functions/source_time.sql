-- Purpose: a time as deliverers write it to a point in time. Never raises; null where it is no time.
-- `12.06.2025 09:03:43.367` (CSV) and `2020-06-16T05:19:02.344` (GML) stand in the time zone given;
-- a zone written behind the time (`Z`, `+02:00`) goes first.
CREATE OR REPLACE FUNCTION source_time(value text, zone text) RETURNS timestamptz
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
  iso text := CASE
    WHEN substr(value, 3, 1) = '.'
      THEN substr(value, 7, 4) || '-' || substr(value, 4, 2) || '-' || substr(value, 1, 2)
        || 'T' || substr(value, 12)
    ELSE value
  END;
BEGIN
  IF iso !~ '^[0-9-]{10}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{0,9})?(Z|[+-][01][0-9]:[0-5][0-9])?$'
    OR iso !~ '^((19|20)[0-9]{2}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|(19|20)(0[48]|[2468][048]|[13579][26])-02-29)T'
  THEN
    RETURN NULL;
  ELSIF iso ~ '(Z|[+-][0-9]{2}:[0-9]{2})$' THEN
    RETURN iso::timestamptz;
  END IF;
  RETURN rtrim(iso, '.')::timestamp AT TIME ZONE zone;
END
$$;
