-- An analyst's area, unchanged, when it can be counted; else an error that says what to do.
--
-- area:           polygon or multipolygon, EPSG:25833; NULL and empty give NULL
-- most_vertices:  more are refused before anything looks at the shape
--
-- Never repaired: repairing guesses, and can take minutes that no time limit ends. As
-- geotarget/domain/area.py does with what is drawn.
CREATE OR REPLACE FUNCTION checked_area(area geometry, most_vertices integer)
RETURNS geometry
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  fault record;
BEGIN
  IF area IS NULL OR ST_IsEmpty(area) THEN
    RETURN NULL;
  ELSIF ST_SRID(area) <> 25833 THEN
    RAISE EXCEPTION 'the area is in EPSG:%, not in EPSG:25833', ST_SRID(area)
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Write ST_Transform(area, 25833).';
  ELSIF GeometryType(area) NOT IN ('POLYGON', 'MULTIPOLYGON') OR ST_NDims(area) <> 2 THEN
    RAISE EXCEPTION 'an area is a flat polygon or multipolygon, not %', GeometryType(area)
      USING ERRCODE = 'invalid_parameter_value',
            HINT = 'Write ST_Force2D(area) where it has heights, ST_Union(area) where it is a collection.';
  ELSIF ST_NPoints(area) > most_vertices THEN
    RAISE EXCEPTION 'the area has more than % vertices', most_vertices
      USING ERRCODE = 'program_limit_exceeded', HINT = 'Write ST_SimplifyPreserveTopology(area, 1).';
  ELSIF is_near_the_north(area) IS NOT TRUE THEN
    RAISE EXCEPTION 'the area is not near Norway or Denmark'
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Are its coordinates really in EPSG:25833?';
  END IF;
  SELECT * INTO fault FROM ST_IsValidDetail(area);
  IF NOT fault.valid THEN
    RAISE EXCEPTION 'the area is not valid: % at %', fault.reason, ST_AsText(fault.location, 2)
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Move the vertices there.';
  END IF;
  RETURN area;
END
$$;
