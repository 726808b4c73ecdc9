-- Parcels and their neighbours to draw on a map, GeoJSON in EPSG:4326: one row a parcel.
--
-- Parameters as in neighbour_addresses. how: 'subject' for the parcels themselves.
CREATE OR REPLACE FUNCTION neighbour_shapes(parcels text[], metres float8)
RETURNS TABLE (how text, shape text)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT found.how, ST_AsGeoJSON(ST_Transform(p.geom, 4326), 8)
    FROM (
      SELECT s.id, 'subject' AS how FROM unnest(parcels_known(parcels)) AS s (id)
      UNION ALL
      SELECT n.parcel_id, n.how FROM parcel_neighbours(parcels_known(parcels), metres) n
       WHERE NOT n.is_same_property
    ) found
    JOIN parcel p ON p.id = found.id
   WHERE NOT ST_IsEmpty(p.geom);
$$;
