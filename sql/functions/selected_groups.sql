-- A selection as the list beside the map shows it: per street, and per municipality for addresses
-- without a street (street_code ''). Parameters as in chosen_addresses.
--
-- left_out is '' for what is included, else the reason: a street may have both. unit_count is NULL where unit data is missing for any address of the group.
DROP FUNCTION IF EXISTS selected_groups(geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS selected_groups(geometry, geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS selected_groups(geometry, geometry, text, text[], text[], text[], jsonb);
CREATE OR REPLACE FUNCTION selected_groups(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb DEFAULT NULL, adjustments jsonb DEFAULT NULL
)
RETURNS TABLE (
  left_out text, municipality_number varchar, municipality_name text, street_code text,
  street_name text, address_count bigint, unit_count bigint
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT CASE WHEN is_included(s.reason) THEN '' ELSE s.reason END,
         a.municipality_number,
         coalesce(min(m.name), a.municipality_number), a.street_code, min(a.street_name), count(*),
         CASE WHEN count(a.unit_count) = count(*) THEN sum(a.unit_count) END
    FROM chosen_addresses(
           area, excluded, rule, streets, addresses, territory, filters, adjustments) s
    JOIN address a ON a.id = s.address_id
    LEFT JOIN municipality m ON m.number = a.municipality_number
   GROUP BY 1, 2, a.street_code
   ORDER BY 1, a.street_code = '', min(a.street_name), 2, 4;
$$;
