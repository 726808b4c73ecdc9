-- The one way in: an analyst's shape becomes a saved area of the organisation. Returns its id.
--
-- name:  at most 200 characters, a letter or digit among them, no control characters or marks of direction
-- area:  EPSG:25833; valid, at least 1 m², and at most 20,000 vertices when no edge is longer than 95 m
-- rule:  as gis.units_in_area
--
-- Checked as what is drawn is (geotarget/domain/area.py), and the area must touch a municipality of the
-- territory or select an address there. What is stored is also the drawing that the map opens: EPSG:4326,
-- with vertices close enough that its straight edges stay within a millimetre of those here.
CREATE OR REPLACE FUNCTION gis.save_area(
  name text, area geometry, rule text DEFAULT 'address-inside'
)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  most_vertices CONSTANT integer := 20000;
  most_areas CONSTANT integer := 10000;
  longest_edge CONSTANT float8 := 95;
  analyst record;
  shape geometry := ST_Multi(checked_area(area, most_vertices));
  degrees geometry;
  saved bigint;
BEGIN
  SELECT * INTO analyst FROM current_analyst();
  IF analyst.organisation_id IS NULL THEN
    RAISE EXCEPTION 'the login % works for no organisation', session_user
      USING ERRCODE = 'insufficient_privilege', HINT = 'Ask your administrator for a login of your own.';
  ELSIF save_area.name IS NULL OR save_area.name !~ '[[:alnum:]]' OR length(save_area.name) > 200
        OR save_area.name ~ '[[:cntrl:]\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]' THEN
    RAISE EXCEPTION 'give the area a name of at most 200 characters'
      USING ERRCODE = 'invalid_parameter_value', HINT = 'In QGIS: fill in the field “name”.';
  ELSIF shape IS NULL OR ST_Area(shape) < 1 THEN
    RAISE EXCEPTION 'the area is empty' USING ERRCODE = 'invalid_parameter_value';
  ELSIF ST_NPoints(shape) + ST_Perimeter(shape) / longest_edge > most_vertices THEN
    RAISE EXCEPTION 'the area is too large or has too many vertices'
      USING ERRCODE = 'program_limit_exceeded', HINT = 'Divide it, or simplify its outline.';
  ELSIF (SELECT count(*) FROM public.area a WHERE a.organisation_id = analyst.organisation_id)
        >= most_areas THEN
    RAISE EXCEPTION 'the organisation has % saved areas already', most_areas
      USING ERRCODE = 'program_limit_exceeded';
  END IF;
  PERFORM FROM public.units_in_area(shape, rule) u
    WHERE u.municipality_number = ANY (territory_of(analyst.organisation_id));
  IF NOT FOUND AND NOT EXISTS (
    SELECT FROM municipality m
     WHERE m.number = ANY (territory_of(analyst.organisation_id)) AND ST_Intersects(m.border, shape)
  ) THEN
    RAISE EXCEPTION 'the area lies outside the territory of your organisation'
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Move it into a municipality of yours.';
  END IF;
  degrees := ST_GeomFromGeoJSON(
    ST_AsGeoJSON(ST_Transform(ST_Segmentize(shape, longest_edge), 4326), 9));
  IF NOT ST_IsValid(degrees) THEN
    RAISE EXCEPTION 'the area is not valid as longitude and latitude'
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Move vertices that lie closer than 1 mm.';
  END IF;
  INSERT INTO public.area (organisation_id, name, drawing, geom, created_by_id, created_at)
  VALUES (
    analyst.organisation_id, trim(save_area.name),
    jsonb_build_object(
      'include', jsonb_build_object(
        'type', 'FeatureCollection',
        'features', jsonb_build_array(jsonb_build_object(
          'type', 'Feature', 'properties', jsonb_build_object(),
          'geometry', ST_AsGeoJSON(degrees, 9, 0)::jsonb))),
      'exclude', NULL, 'streets', '[]'::jsonb, 'addresses', '[]'::jsonb, 'rule', rule),
    shape, analyst.user_id, now())
  RETURNING id INTO saved;
  INSERT INTO audit_entry (organisation_id, actor_id, at, act, subject, detail)
  VALUES (analyst.organisation_id, analyst.user_id, now(), 'save_area', 'area:' || saved,
          jsonb_build_object('login', session_user));
  RETURN saved;
END
$$;
COMMENT ON FUNCTION gis.save_area IS 'Lagrer et område i egen organisasjon og gir nøkkelen; kontrolleres som et tegnet område';
