-- An area cut into spans along the strips of the index address_geom_strip: where it is not near its
-- edge it needs no look at single points.
--
-- area: polygon or multipolygon, valid, EPSG:25833 (metres); NULL or empty has no spans
--
-- A strip is 50 m from south to north, number n from y = 50 n on. A span is a part of a strip from
-- x_from to x_to (without x_to). Where edges is NULL, all of it lies inside and more than 0.05 m from
-- the edge of the area; else edges holds all those of the area at most 0.05 m from any point of the span
-- (all of the strip's), and each point has to be looked at. No two spans overlap, and what is at most
-- 0.05 m from the area is in one.
--
-- Plan: arithmetic on the edges. An edge's share of a strip, 0.06 m wider than the edge to every side,
-- is the rim; shares that meet are one. Between two rims no edge passes: its middle tells for all of it.
-- Rims are ranges of whole millimetres, for which PostgreSQL has types of its own. Each step is kept apart
-- (MATERIALIZED, OFFSET 0): pulled together, every coordinate would be read anew wherever it is named.
-- Not plain SQL: inlined, its million expected rows would mislead the planner about all that follows.
CREATE OR REPLACE FUNCTION spans_of_area(area geometry)
RETURNS TABLE (strip integer, x_from float8, x_to float8, edges geometry)
LANGUAGE plpgsql STABLE ROWS 300
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  RETURN QUERY
    WITH edge AS MATERIALIZED (
      SELECT d.geom AS line,
             ST_X(ST_StartPoint(d.geom)) AS x1, ST_Y(ST_StartPoint(d.geom)) AS y1,
             ST_X(ST_EndPoint(d.geom)) AS x2, ST_Y(ST_EndPoint(d.geom)) AS y2
        FROM ST_DumpSegments(area) d
    ), crossed AS (
      -- Where on the edge (0 its start, 1 its end) it comes into the strip and leaves it; all of a level edge.
      SELECT n AS strip, e.line, e.x1, e.x2 - e.x1 AS dx,
             CASE WHEN e.y1 = e.y2 THEN 0
                  ELSE least(greatest((50 * n::float8 - 0.06 - e.y1) / (e.y2 - e.y1), 0), 1) END AS t1,
             CASE WHEN e.y1 = e.y2 THEN 1
                  ELSE least(greatest((50 * n::float8 + 50.06 - e.y1) / (e.y2 - e.y1), 0), 1) END AS t2
        FROM edge e, generate_series(floor((least(e.y1, e.y2) - 0.06) / 50)::integer,
                                     floor((greatest(e.y1, e.y2) + 0.06) / 50)::integer) AS n
       OFFSET 0
    ), rimmed AS MATERIALIZED (
      SELECT c.strip, ST_Collect(c.line) AS edges,
             range_agg(int8range(
               floor(1000 * (c.x1 + least(c.t1 * c.dx, c.t2 * c.dx) - 0.06))::bigint,
               ceil(1000 * (c.x1 + greatest(c.t1 * c.dx, c.t2 * c.dx) + 0.06))::bigint)) AS rims
        FROM crossed c
       GROUP BY c.strip
    ), span AS (
      SELECT r.strip, unnest(r.rims) AS x, r.edges FROM rimmed r
       UNION ALL
      SELECT g.strip, g.x, NULL
        FROM (SELECT r.strip, unnest(int8multirange(range_merge(r.rims)) - r.rims) AS x FROM rimmed r) g
       WHERE ST_Intersects(area, ST_SetSRID(ST_MakePoint(
               (lower(g.x) + upper(g.x)) / 2000.0::float8, 50 * g.strip + 25), ST_SRID(area)))
    )
    SELECT s.strip, lower(s.x) / 1000::float8, upper(s.x) / 1000::float8, s.edges FROM span s;
END
$$;
