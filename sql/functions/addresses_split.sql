-- What is at some addresses: one row per kind of thing, with how many there are.
--
-- ids:      of addresses, each once
-- filters:  those on units (see passing_units); the others do not matter here. NULL for none
-- on_list:  an address list: no other units than those that it has count, where it knows them. NULL for all
--
-- what, kind: 'address', ''; 'municipality', its number (how many of the addresses lie there); 'unit',
-- its use as delivered ('' where none is); 'building', its building_group; 'business', ''.
-- A building counts once, however many of the addresses it has.
DROP FUNCTION IF EXISTS addresses_split(bigint[], jsonb);
CREATE OR REPLACE FUNCTION addresses_split(ids bigint[], filters jsonb, on_list bigint DEFAULT NULL)
RETURNS TABLE (what text, kind text, row_count bigint)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH chosen AS MATERIALIZED (
    SELECT a.source, a.source_id, a.municipality_number, l.units
      FROM unnest(ids) AS wanted (id) JOIN address a USING (id)
      LEFT JOIN listed_address l ON l.address_list_id = on_list
                                AND l.source = a.source AND l.source_id = a.source_id
  ), used AS (
    SELECT u.id, coalesce(min(l.use) FILTER (WHERE b.id IS NOT NULL), '') AS use
      FROM chosen c
     CROSS JOIN LATERAL passing_units(c.source, c.source_id, filters) u
      LEFT JOIN building_unit l ON l.unit_source_id = u.source_id
                               AND l.address_source_id = c.source_id
      LEFT JOIN building b ON b.id = l.building_id AND b.source = c.source
     -- Of several units without a number as many as the list has.
     WHERE c.units IS NULL
        OR cardinality(array_positions(c.units, u.unit_number)) > (
             SELECT count(*) FROM unit o
              WHERE o.source = c.source AND o.address_source_id = c.source_id
                AND o.unit_number = u.unit_number AND o.source_id < u.source_id)
     GROUP BY u.id
  ), built AS (
    SELECT DISTINCT b.id, b.building_type
      FROM chosen c
      JOIN building_unit l ON l.address_source_id = c.source_id
      JOIN building b ON b.id = l.building_id AND b.source = c.source
  )
  SELECT 'address', '', count(*) FROM chosen
  UNION ALL
  SELECT 'municipality', municipality_number, count(*) FROM chosen GROUP BY 2
  UNION ALL
  SELECT 'unit', use, count(*) FROM used GROUP BY 2
  UNION ALL
  SELECT 'building', building_group(building_type), count(*) FROM built GROUP BY 2
  UNION ALL
  SELECT 'business', '', count(*)
    FROM chosen c JOIN business b ON b.address_source_id = c.source_id
   WHERE c.source = 'matrikkel';
$$;
