-- The addresses whose point is at most 0.05 m from an area: each once. The one search behind counts
-- (count_in_area), lists and frozen rows (units_in_area).
--
-- area: polygon or multipolygon, valid, EPSG:25833 (metres); NULL selects nothing
--
-- Plan: a range of the index address_geom_strip per span; only points in the rim are looked at. No SET
-- clause, so that it is inlined: what reads no other column than these is answered from the index alone.
CREATE OR REPLACE FUNCTION addresses_inside(area geometry)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer)
LANGUAGE sql STABLE
AS $$
  SELECT a.id, a.municipality_number, a.unit_count
    FROM spans_of_area(area) s
    JOIN address a ON floor(ST_Y(a.geom) / 50)::integer = s.strip
     AND ST_X(a.geom) >= s.x_from AND ST_X(a.geom) < s.x_to
   WHERE s.edges IS NULL OR ST_Intersects(area, a.geom) OR ST_DWithin(s.edges, a.geom, 0.05);
$$;
