-- Outlines of parcels in a box, for a printed map: cut to the box, without what is smaller than a dot.
--
-- box: EPSG:25833. dot_m: what a printed dot covers, metres. most: so many parcels at most; no row where
-- there are more, since their lines would fill the paper.
CREATE OR REPLACE FUNCTION parcel_lines(box geometry, dot_m double precision, most integer)
RETURNS TABLE (line geometry)
LANGUAGE sql STABLE
AS $$
  WITH met AS MATERIALIZED (
    SELECT p.geom FROM parcel p WHERE p.geom && box LIMIT most + 1
  )
  SELECT l.line
    FROM met m
    CROSS JOIN LATERAL (
      SELECT ST_Simplify(ST_ClipByBox2D(ST_Boundary(m.geom), box::box2d), dot_m) AS line
    ) l
   WHERE (SELECT count(*) FROM met) <= most AND NOT ST_IsEmpty(l.line);
$$;
