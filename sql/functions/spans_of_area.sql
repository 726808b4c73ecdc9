-- An area cut into spans along the strips of the index address_geom_strip: where it is not near its
-- edge it needs no look at single points.
--
-- area: polygon or multipolygon, valid, EPSG:25833 (metres); NULL or empty has no spans
--
-- A strip is 50 m from south to north, number n from y = 50 n on. A span is a part of a strip from
-- x_from to x_to (without x_to). Where edges is NULL, all of it lies inside and more than 0.05 m from
-- the edge of the area; else edges are all those of the area at most 0.05 m from any point of the span,
-- and each point has to be looked at. No two spans overlap, and what is at most 0.05 m from the area
-- is in one.
--
-- Plan: arithmetic on the edges. An edge's share of a strip, 0.06 m wider than the edge to every side,
-- is the rim; shares that meet are one. Between two rims no edge passes: its middle tells for all of it.
-- Not plain SQL: inlined, its million expected rows would mislead the planner about all that follows.
CREATE OR REPLACE FUNCTION spans_of_area(area geometry)
RETURNS TABLE (strip integer, x_from float8, x_to float8, edges geometry)
LANGUAGE plpgsql STABLE ROWS 300
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  RETURN QUERY
    WITH edge AS (
      SELECT d.geom AS line,
             ST_X(ST_StartPoint(d.geom)) AS x1, ST_Y(ST_StartPoint(d.geom)) AS y1,
             ST_X(ST_EndPoint(d.geom)) AS x2, ST_Y(ST_EndPoint(d.geom)) AS y2
        FROM ST_DumpSegments(area) d
    ), crossed AS (
      -- From where to where on the edge (0 its start, 1 its end) it is in the strip; all of a level edge.
      SELECT n AS strip, e.line, e.x1, e.x2,
             CASE WHEN e.y1 = e.y2 THEN 0
                  ELSE least(greatest((50 * n::float8 - 0.06 - e.y1) / (e.y2 - e.y1), 0), 1) END AS t1,
             CASE WHEN e.y1 = e.y2 THEN 1
                  ELSE least(greatest((50 * n::float8 + 50.06 - e.y1) / (e.y2 - e.y1), 0), 1) END AS t2
        FROM edge e, generate_series(floor((least(e.y1, e.y2) - 0.06) / 50)::integer,
                                     floor((greatest(e.y1, e.y2) + 0.06) / 50)::integer) AS n
    ), share AS (
      SELECT c.strip, c.line,
             least(c.x1 + c.t1 * (c.x2 - c.x1), c.x1 + c.t2 * (c.x2 - c.x1)) - 0.06 AS x_from,
             greatest(c.x1 + c.t1 * (c.x2 - c.x1), c.x1 + c.t2 * (c.x2 - c.x1)) + 0.06 AS x_to
        FROM crossed c
    ), followed AS (
      SELECT s.*, max(s.x_to) OVER before AS reached FROM share s
      WINDOW before AS (PARTITION BY s.strip ORDER BY s.x_from
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), numbered AS (
      SELECT f.*, count(*) FILTER (WHERE f.x_from > f.reached)
                    OVER (PARTITION BY f.strip ORDER BY f.x_from ROWS UNBOUNDED PRECEDING) AS rim
        FROM followed f
    ), rim AS (
      SELECT n.strip, min(n.x_from) AS x_from, max(n.x_to) AS x_to, min(n.reached) AS gap_from,
             ST_Collect(n.line) AS edges
        FROM numbered n
       GROUP BY n.strip, n.rim
    )
    SELECT r.strip, r.x_from, r.x_to, r.edges FROM rim r
    UNION ALL
    SELECT r.strip, r.gap_from, r.x_from, NULL FROM rim r
     WHERE r.gap_from < r.x_from
       AND ST_Intersects(area, ST_SetSRID(
             ST_MakePoint((r.gap_from + r.x_from) / 2, 50 * r.strip + 25), ST_SRID(area)));
END
$$;
