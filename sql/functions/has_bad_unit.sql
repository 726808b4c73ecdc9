-- Purpose: whether a cadastral unit of a delivered parcel lacks what makes it one. Parameter: the units as
-- JSON. A function, since a subquery in its place keeps the check of a delivery from running in parallel.
CREATE OR REPLACE FUNCTION has_bad_unit(units jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM jsonb_to_recordset(units)
      AS u (source_id text, municipality_number text, gnr text, bnr text)
    WHERE NOT is_digits(coalesce(u.source_id, ''), 1, 18)
      OR NOT is_digits(coalesce(u.municipality_number, ''), 4, 4)
      OR whole_number(u.gnr) IS NULL
      OR whole_number(u.bnr) IS NULL
  );
END
$$;
