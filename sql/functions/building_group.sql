-- The group of a building type code (three digits), as geotarget/domain/filters.py has them; 'unknown'
-- for what is not delivered, masked, or not in the list.
CREATE OR REPLACE FUNCTION building_group(code text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN NOT is_digits(code, 3, 3) OR code IS NULL THEN 'unknown'
    WHEN left(code, 2) IN ('11', '12', '13', '14', '15', '19') THEN 'dwelling'
    WHEN left(code, 2) = '16' THEN 'holiday_home'
    WHEN left(code, 2) = '17' THEN 'hut'
    WHEN left(code, 2) = '18' THEN 'outhouse'
    WHEN left(code, 2) = '24' THEN 'farm'
    ELSE coalesce((ARRAY[NULL, 'industry', 'office', 'transport', 'hotel', 'culture', 'health',
                         'emergency'])[left(code, 1)::integer], 'unknown')
  END
$$;
