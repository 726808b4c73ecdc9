-- Whether a unit passes the filters on units; true where there are none.
--
-- key_source, unit_id, address_id: the keys of the unit. filters: as geotarget/domain/filters.py has them.
CREATE OR REPLACE FUNCTION unit_passes(
  key_source text, unit_id text, address_id text, unit_number text, filters jsonb
)
RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT (filters -> 'floors' IS NULL OR filters -> 'floors' ? unit_floor(unit_number))
     AND (filters -> 'unit_uses' IS NULL OR filters -> 'unit_uses' ? coalesce((
           SELECT min(l.use) FROM building_unit l JOIN building b ON b.id = l.building_id
            WHERE l.unit_source_id = unit_id AND l.address_source_id = address_id
              AND b.source = key_source), ''))
$$;
