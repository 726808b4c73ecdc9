-- Filters as somebody gave them in SQL, with the organisation whose own attributes are meant; raises what
-- is wrong with them. The map and REST check theirs in geotarget/domain/filters.py.
CREATE OR REPLACE FUNCTION checked_filters(filters jsonb, organisation bigint)
RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
  groups CONSTANT text[] := ARRAY['dwelling', 'holiday_home', 'hut', 'outhouse', 'industry', 'farm',
    'office', 'transport', 'hotel', 'culture', 'health', 'emergency', 'unknown'];
  fault text;
BEGIN
  IF jsonb_typeof(filters) <> 'object' THEN
    RAISE EXCEPTION 'the filters must be a JSON object' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  SELECT CASE
      WHEN f.key = 'holiday_homes' THEN
        CASE WHEN f.value NOT IN ('"only"', '"without"') THEN 'holiday_homes is "only" or "without"' END
      WHEN f.key = 'attributes' THEN
        CASE WHEN jsonb_typeof(f.value) <> 'object'
               OR EXISTS (SELECT FROM jsonb_each(f.value) a WHERE NOT is_list_of_texts(a.value))
          THEN 'attributes are an object with a list of texts for each name' END
      WHEN f.key NOT IN ('building_types', 'floors', 'unit_uses') THEN
        'there is no filter ' || f.key
          || '; known are building_types, holiday_homes, unit_uses, floors and attributes'
      WHEN NOT is_list_of_texts(f.value) THEN f.key || ' is a list of texts'
      WHEN f.key = 'building_types' AND NOT groups @> ARRAY(SELECT jsonb_array_elements_text(f.value))
        THEN 'building_types are ' || array_to_string(groups, ', ')
      WHEN f.key = 'floors' AND EXISTS (
          SELECT FROM jsonb_array_elements_text(f.value) AS floor
          WHERE floor !~ '^([HULK][0-9]{2}|[1-9][0-9]?|st|kl|k[1-9])$')
        THEN 'floors are as H01, U01, K01 and L01, or as Danish 1, st and kl'
    END
    INTO fault
    FROM jsonb_each(filters) AS f
   ORDER BY 1 NULLS LAST
   LIMIT 1;
  IF fault IS NULL AND filters ? 'attributes' THEN
    PERFORM set_config('geotarget.organisation', coalesce(organisation::text, ''), true);
    SELECT 'the organisation has no attribute ' || name INTO fault
      FROM jsonb_object_keys(filters -> 'attributes') AS name
     WHERE name NOT IN (SELECT o.name FROM own_attribute o WHERE o.organisation_id = organisation)
     LIMIT 1;
  END IF;
  IF fault IS NOT NULL THEN
    RAISE EXCEPTION '%', fault USING ERRCODE = 'invalid_parameter_value',
      HINT = 'See docs/gis-analysts.md for the filters of gis.units_in_area.';
  END IF;
  RETURN filters || jsonb_build_object('organisation', organisation);
END
$$;
