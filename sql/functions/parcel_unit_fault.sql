DROP FUNCTION IF EXISTS has_bad_unit(jsonb);

-- Purpose: what keeps a cadastral unit of a delivered parcel from being one; null where nothing does.
-- Parameter: the units as JSON. A function, since a subquery in its place keeps the check of a delivery from
-- running in parallel; and a loop, since a subquery in it takes three times as long for the one unit that
-- most parcels have.
CREATE OR REPLACE FUNCTION parcel_unit_fault(units jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  unit jsonb;
  fault text;
BEGIN
  FOR place IN 0 .. coalesce(jsonb_array_length(units), 0) - 1 LOOP
    unit := units -> place;
    fault := CASE
      WHEN NOT is_digits(coalesce(unit ->> 'source_id', ''), 1, 18)
        OR NOT is_digits(coalesce(unit ->> 'municipality_number', ''), 4, 4)
        OR whole_number(unit ->> 'gnr') IS NULL
        OR whole_number(unit ->> 'bnr') IS NULL
        THEN 'a matrikkelenhet without matrikkelenhetId, kommunenummer, gardsnummer or bruksnummer'
      WHEN whole_number(unit ->> 'fnr') IS NULL AND unit ->> 'fnr' <> ''
        OR whole_number(unit ->> 'snr') IS NULL AND unit ->> 'snr' <> ''
        THEN 'festenummer or seksjonsnummer is not a whole number'
      WHEN unit ->> 'is_point_lease' NOT IN ('', 'true', 'false')
        THEN 'punktfeste is neither true nor false'
      ELSE coalesce(
        text_fault(unit ->> 'kind', 32, 'matrikkelenhetstype'), text_fault(unit ->> 'name', 255, 'bruksnavn'))
    END;
    EXIT WHEN fault IS NOT NULL;
  END LOOP;
  RETURN fault;
END
$$;
