-- Borders of the parcels in a box, to draw along on the map: one row a parcel, GeoJSON in EPSG:4326 with
-- 8 decimals (a millimetre). west, south, east, north: degrees, EPSG:4326; most: rows at most. The box
-- is what a screen shows, so straight sides in degrees and in metres are the same to a pixel.
CREATE OR REPLACE FUNCTION parcel_edges(
  west float8, south float8, east float8, north float8, most integer)
RETURNS TABLE (edges text)
LANGUAGE sql STABLE
AS $$
  WITH view AS (
    SELECT ST_Transform(ST_MakeEnvelope(west, south, east, north, 4326), 25833) AS box
  )
  SELECT ST_AsGeoJSON(
           ST_Multi(ST_Boundary(ST_Transform(p.geom, 4326))), 8)
    FROM parcel p, view v
   WHERE p.geom && v.box AND NOT ST_IsEmpty(p.geom)
   LIMIT most;
$$;
