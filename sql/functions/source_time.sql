-- Purpose: a time as deliverers write it to a point in time. Never raises; null where it is no time.
-- `12.06.2025 09:03:43.367` (CSV) and `2020-06-16T05:19:02.344` (GML) stand in the time zone given;
-- a zone written behind the time (`Z`, `+02:00`) goes first. plpgsql: nothing is cast before its check.
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
  rest text := substr(iso, 20);
BEGIN
  IF iso IS NULL
    OR translate(left(iso, 19), '012345678', '999999999') <> '9999-99-99T99:99:99'
    OR left(iso, 2) NOT IN ('19', '20')
    OR substr(iso, 6, 2) COLLATE "C" NOT BETWEEN '01' AND '12'
    OR substr(iso, 9, 2) COLLATE "C" < '01'
    OR substr(iso, 12, 2) COLLATE "C" > '23'
    OR substr(iso, 15, 2) COLLATE "C" > '59'
    OR substr(iso, 18, 2) COLLATE "C" > '59'
  THEN
    RETURN NULL;
  END IF;
  IF substr(iso, 9, 2) COLLATE "C" > '28' AND substr(iso, 9, 2)::integer > extract(day FROM
    make_date(left(iso, 4)::integer, substr(iso, 6, 2)::integer, 1) + interval '1 month - 1 day')
  THEN
    RETURN NULL;
  END IF;
  IF rest = '' OR (left(rest, 1) = '.' AND translate(rest, '0123456789', '') = '.') THEN
    RETURN rtrim(iso, '.')::timestamp AT TIME ZONE zone;
  ELSIF rest ~ '^(\.[0-9]{1,9})?(Z|[+-][01][0-9]:[0-5][0-9])$' THEN
    RETURN iso::timestamptz;
  END IF;
  RETURN NULL;
END
$$;
