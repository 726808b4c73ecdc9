-- Which parcels does the edge of an area touch, and does the area overlap each by more than 1 m², or hold
-- it wholly? Every parcel once. A parcel that is not among them lies inside the area or outside it; so
-- does each part of one that has several.
--
-- area: polygon or multipolygon, valid, EPSG:25833 (metres); NULL or empty has no edge
--
-- Plan: pieces of the edge, each with its own small box, search the index. A centimetre around them is the
-- edge too: pieces are rounded, and who draws along parcels touches them. Only the parts of the area whose edge a parcel touches are cut with it.
-- Nested loops by the index, since the planner takes each box for thousands of parcels.
CREATE OR REPLACE FUNCTION parcels_on_edge(area geometry)
RETURNS TABLE (parcel_id bigint, overlaps boolean)
LANGUAGE plpgsql STABLE ROWS 300
SET max_parallel_workers_per_gather = 0
SET plan_cache_mode = force_generic_plan
SET jit = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
  RETURN QUERY
    WITH part AS MATERIALIZED (
      SELECT d.path[1] AS number, d.geom AS shape FROM ST_Dump(area) d
    ), piece AS MATERIALIZED (
      SELECT p.number, p.shape, ST_Subdivide(ST_Segmentize(ST_Boundary(p.shape), 200), 8) AS line FROM part p
    ), touched AS MATERIALIZED (
      SELECT DISTINCT ON (q.id, p.number) q.id, q.geom, p.shape
        FROM piece p JOIN parcel q ON ST_DWithin(p.line, q.geom, 0.01)
    ), cut AS (
      SELECT t.id, t.geom, sum(ST_Area(ST_Intersection(t.shape, t.geom))) AS metres2
        FROM touched t
       GROUP BY t.id, t.geom
    )
    SELECT c.id, c.metres2 > 1 OR ST_Covers(area, c.geom) FROM cut c;
END
$$;
