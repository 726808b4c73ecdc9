-- Which parcels does an area overlap by more than 1 m², or hold wholly? Every parcel once.
--
-- area: polygon or multipolygon, valid, EPSG:25833 (metres); NULL selects nothing
--
-- Plan: a parcel whose box meets no rim of the area (spans_of_area) meets no edge of it: it is wholly
-- inside or outside, and no look at its shape is needed. The few others part by part. Only nested loops
-- by the indexes, and no hash table of a size guessed: the planner takes each box for thousands of
-- parcels.
CREATE OR REPLACE FUNCTION parcels_overlapping(area geometry)
RETURNS TABLE (parcel_id bigint)
LANGUAGE plpgsql STABLE ROWS 300
SET max_parallel_workers_per_gather = 0
SET plan_cache_mode = force_generic_plan
SET jit = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_hashagg = off
AS $$
DECLARE
  near CONSTANT bigint[] := ARRAY(
    SELECT DISTINCT q.id FROM spans_of_area(area) s
      JOIN parcel q ON q.geom && ST_MakeEnvelope(
             s.x_from, 50 * s.strip - 0.01, s.x_to, 50 * s.strip + 50.01, ST_SRID(area))
     WHERE s.edges IS NOT NULL);
BEGIN
  RETURN QUERY
    WITH part AS MATERIALIZED (
      SELECT d.geom AS shape FROM ST_Dump(area) d
    ), met AS MATERIALIZED (
      SELECT q.id, q.geom, p.shape, ST_Covers(p.shape, q.geom) AS is_covered
        FROM unnest(near) AS n (id)
        JOIN parcel q ON q.id = n.id
        JOIN part p ON ST_Intersects(p.shape, q.geom)
    )
    SELECT m.id FROM met m
     GROUP BY m.id
    HAVING bool_or(m.is_covered)
        OR sum(CASE WHEN NOT m.is_covered THEN ST_Area(ST_Intersection(m.shape, m.geom)) END) > 1
    UNION ALL
    SELECT DISTINCT q.id FROM spans_of_area(area) s
      JOIN parcel q ON q.geom && ST_MakeEnvelope(
             s.x_from, 50 * s.strip - 0.01, s.x_to, 50 * s.strip + 50.01, ST_SRID(area))
     WHERE s.edges IS NULL AND q.id NOT IN (SELECT unnest(near));
END
$$;
