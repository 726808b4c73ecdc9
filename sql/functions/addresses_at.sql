-- Addresses at most radius_m metres from a place, nearest first: what a click on the map means.
--
-- longitude, latitude: EPSG:4326 degrees. The answer names each address's own place.
CREATE OR REPLACE FUNCTION addresses_at(longitude float8, latitude float8, radius_m float8)
RETURNS TABLE (
  source_id text, label text, postcode varchar, post_town text, municipality_number varchar,
  unit_count integer, at_longitude float8, at_latitude float8
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH place AS (
    SELECT ST_Transform(ST_SetSRID(ST_MakePoint(longitude, latitude), 4326), 25833) AS geom
  )
  SELECT a.source_id, a.label, a.postcode, a.post_town, a.municipality_number, a.unit_count,
         ST_X(ST_Transform(a.geom, 4326)), ST_Y(ST_Transform(a.geom, 4326))
    FROM place JOIN address a ON ST_DWithin(a.geom, place.geom, radius_m)
   ORDER BY ST_Distance(a.geom, place.geom), a.street_name, a.number, a.letter, a.label, a.source_id;
$$;
