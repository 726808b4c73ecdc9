-- Saved areas of the organisation that the current login works for, each in its newest version.
-- A function, not a part of gis.area: the plan of a view tells how many rows of others it passed over.
CREATE OR REPLACE FUNCTION areas_of_analyst()
RETURNS SETOF area
LANGUAGE sql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT a.*
    FROM area a
   WHERE a.organisation_id = (SELECT organisation_id FROM current_analyst())
     AND NOT EXISTS (SELECT FROM area newer WHERE newer.replaces_id = a.id);
$$;
