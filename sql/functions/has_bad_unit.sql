-- Purpose: whether a cadastral unit of a delivered parcel lacks what makes it one. Parameter: the units as
-- JSON. A function, since a subquery in its place keeps the check of a delivery from running in parallel;
-- and a loop, since a subquery in it takes three times as long for the one unit that most parcels have.
CREATE OR REPLACE FUNCTION has_bad_unit(units jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  unit jsonb;
BEGIN
  FOR place IN 0 .. coalesce(jsonb_array_length(units), 0) - 1 LOOP
    unit := units -> place;
    IF NOT is_digits(coalesce(unit ->> 'source_id', ''), 1, 18)
      OR NOT is_digits(coalesce(unit ->> 'municipality_number', ''), 4, 4)
      OR whole_number(unit ->> 'gnr') IS NULL
      OR whole_number(unit ->> 'bnr') IS NULL
    THEN
      RETURN true;
    END IF;
  END LOOP;
  RETURN false;
END
$$;
