-- Counts of a selection before it is frozen, one row per municipality.
--
-- Parameters as in selected_addresses. unit_count is NULL where unit data is missing for any of the
-- counted addresses: an unknown number is not 0.
CREATE OR REPLACE FUNCTION preview_selection(
  area geometry, rule text, streets text[], addresses text[], territory text[]
)
RETURNS TABLE (
  municipality_number varchar, municipality_name text, is_outside boolean,
  address_count bigint, unit_count bigint
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT s.municipality_number, coalesce(m.name, s.municipality_number),
         s.reason = 'outside_territory', count(*),
         CASE WHEN count(s.unit_count) = count(*) THEN sum(s.unit_count) END
    FROM selected_addresses(area, rule, streets, addresses, territory) s
    LEFT JOIN municipality m ON m.number = s.municipality_number
   GROUP BY 1, 2, 3
   ORDER BY 3, 4 DESC, 1;
$$;
