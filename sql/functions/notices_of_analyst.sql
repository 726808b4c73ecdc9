-- Notices of the organisation that the current login works for.
-- A function for the reason that areas_of_analyst gives.
CREATE OR REPLACE FUNCTION notices_of_analyst()
RETURNS SETOF notice
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT * FROM notice
   WHERE organisation_id = (SELECT organisation_id FROM current_analyst());
$$;
