-- The units of an address that pass the filters on units; all of them where there are none.
--
-- key_source, address_id: the keys of the address. filters: as geotarget/domain/filters.py has them, or NULL.
--
-- Plan: no SET clause, so that it is inlined where it is joined: called once for each unit of a town it
-- took as long as all else of a filtered count.
DROP FUNCTION IF EXISTS unit_passes(text, text, text, text, jsonb);
CREATE OR REPLACE FUNCTION passing_units(key_source text, address_id text, filters jsonb)
RETURNS TABLE (id bigint, source_id text, unit_number varchar)
LANGUAGE sql STABLE
AS $$
  SELECT u.id, u.source_id, u.unit_number
    FROM unit u
   WHERE u.source = key_source AND u.address_source_id = address_id
     AND (filters -> 'floors' IS NULL OR filters -> 'floors' ? unit_floor(u.unit_number))
     AND (filters -> 'unit_uses' IS NULL OR filters -> 'unit_uses' ? coalesce((
           SELECT min(l.use) FROM building_unit l JOIN building b ON b.id = l.building_id
            WHERE l.unit_source_id = u.source_id AND l.address_source_id = address_id
              AND b.source = key_source), ''));
$$;
