-- Which parcels does the edge of an area touch, and does the area overlap each by more than 1 m², or hold
-- it wholly? Every parcel once. A parcel that is not among them lies inside the area or outside it; so
-- does each part of one that has several.
--
-- area: polygon or multipolygon, valid, EPSG:25833 (metres); NULL or empty has no edge
--
-- Plan: pieces of the edge, each with its own small box, search the index. A centimetre around them is the
-- edge too: pieces are rounded, and who draws along parcels touches them. Beside a piece, on the inner side,
-- lies a strip of 4 m that the area holds wholly, where it does. A parcel is turned until the piece is level,
-- and clipped to that strip, which costs a fifth of cutting it with the area: nearly all that overlap do so by
-- more than 1 m² there already. Only of the others the whole overlap is cut, with those parts of the area
-- whose edge they touch. (More than 1.01 m², and a strip whose corners nobody draws: what is said by it is
-- what cutting would say.)
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
    WITH piece AS MATERIALIZED (
      -- The area lies to the left. ux, uy: where the piece leads, as a vector of one metre.
      SELECT e.part, e.line, e.x, e.y, e.metres, e.dx / e.metres AS ux, e.dy / e.metres AS uy
        FROM (
          SELECT d.path[1] AS part, d.geom AS line, ST_Length(d.geom) AS metres,
                 ST_X(ST_StartPoint(d.geom)) AS x, ST_Y(ST_StartPoint(d.geom)) AS y,
                 ST_X(ST_EndPoint(d.geom)) - ST_X(ST_StartPoint(d.geom)) AS dx,
                 ST_Y(ST_EndPoint(d.geom)) - ST_Y(ST_StartPoint(d.geom)) AS dy
            FROM ST_DumpSegments(ST_Segmentize(ST_ForcePolygonCCW(ST_Multi(area)), 250)) d
        ) e
       WHERE e.metres > 0
    ), lined AS MATERIALIZED (
      SELECT p.*, CASE WHEN ST_Covers(area, ST_Affine(b.strip, p.ux, -p.uy, p.uy, p.ux, p.x, p.y))
                       THEN b.strip::box2d END AS strip
        FROM piece p
       CROSS JOIN LATERAL (
         SELECT ST_MakeEnvelope(0.0137, 0.0031, p.metres - 0.0137, 4, ST_SRID(area)) AS strip OFFSET 0) b
    ), touched AS MATERIALIZED (
      SELECT q.id, array_agg(DISTINCT l.part) AS parts,
             bool_or(ST_Area(ST_ClipByBox2D(
               ST_Affine(q.geom, l.ux, l.uy, -l.uy, l.ux, -(l.ux * l.x + l.uy * l.y), l.uy * l.x - l.ux * l.y),
               l.strip)) > 1.01) AS overlaps_in_strip
        FROM lined l JOIN parcel q ON ST_DWithin(l.line, q.geom, 0.01)
       GROUP BY q.id
    )
    SELECT t.id, true FROM touched t WHERE t.overlaps_in_strip
    UNION ALL
    SELECT t.id, ST_Covers(area, q.geom) OR 1 < (
             SELECT sum(ST_Area(ST_Intersection(ST_GeometryN(area, part), q.geom)))
               FROM unnest(t.parts) AS part)
      FROM touched t JOIN parcel q ON q.id = t.id
     WHERE t.overlaps_in_strip IS NOT TRUE;
END
$$;
