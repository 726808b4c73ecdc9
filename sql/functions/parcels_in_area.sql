-- Which parcels have a point in common with an area, its edge included? Every parcel once.
--
-- area:  EPSG:25833, metres
--
-- Plan: the area in pieces of at most 256 vertices, each with its own search of parcel_geom.
CREATE OR REPLACE FUNCTION parcels_in_area(area geometry)
RETURNS TABLE (parcel_id bigint)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH piece AS MATERIALIZED (
    SELECT ST_Subdivide(area, 256) AS shape
  )
  SELECT DISTINCT p.id FROM piece JOIN parcel p ON ST_Intersects(piece.shape, p.geom);
$$;
