-- Which parcels does an area overlap by more than 1 m², or hold wholly (or a whole part of them)? Every
-- parcel once.
--
-- area: polygon or multipolygon, valid, EPSG:25833 (metres); NULL selects nothing
--
-- Plan: those on the edge are looked at one by one (parcels_on_edge); the others that meet the area are
-- inside it. Pieces of the area search the index, since its own box may be mostly something else.
CREATE OR REPLACE FUNCTION parcels_overlapping(area geometry)
RETURNS TABLE (parcel_id bigint)
LANGUAGE plpgsql STABLE ROWS 300
SET max_parallel_workers_per_gather = 0
SET plan_cache_mode = force_generic_plan
SET jit = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
  RETURN QUERY
    WITH edge AS MATERIALIZED (
      SELECT * FROM parcels_on_edge(area)
    ), piece AS MATERIALIZED (
      SELECT ST_Subdivide(area, 32) AS shape
    )
    SELECT e.parcel_id FROM edge e WHERE e.overlaps
    UNION ALL
    SELECT DISTINCT q.id FROM piece p JOIN parcel q ON ST_Intersects(p.shape, q.geom)
     WHERE q.id NOT IN (SELECT e.parcel_id FROM edge e);
END
$$;
