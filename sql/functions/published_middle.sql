-- Purpose: the middle of what is published of a municipality: of its border, else of its addresses.
-- EPSG:25833, metres. Null where nothing is published.
CREATE OR REPLACE FUNCTION published_middle(wanted text) RETURNS geometry
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(
    (SELECT ST_Centroid(border) FROM municipality WHERE number = wanted),
    (SELECT ST_SetSRID(ST_MakePoint(avg(ST_X(geom)), avg(ST_Y(geom))), 25833)
      FROM address WHERE municipality_number = wanted HAVING count(*) > 0)
  )
$$;
