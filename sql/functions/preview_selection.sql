-- Counts of a selection before it is frozen, one row per municipality and reason to leave out.
--
-- Parameters as in chosen_addresses. left_out is NULL for what is included, else the reason.
-- unit_count is NULL where unit data is missing for any of the counted addresses: an unknown number
-- is not 0.
DROP FUNCTION IF EXISTS preview_selection(geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS preview_selection(geometry, geometry, text, text[], text[], text[]);
CREATE OR REPLACE FUNCTION preview_selection(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb DEFAULT NULL
)
RETURNS TABLE (
  municipality_number varchar, municipality_name text, left_out text,
  address_count bigint, unit_count bigint
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT s.municipality_number, coalesce(m.name, s.municipality_number),
         CASE WHEN s.reason NOT IN ('inside', 'picked') THEN s.reason END, count(*),
         CASE WHEN count(s.unit_count) = count(*) THEN sum(s.unit_count) END
    FROM chosen_addresses(area, excluded, rule, streets, addresses, territory, filters) s
    LEFT JOIN municipality m ON m.number = s.municipality_number
   GROUP BY 1, 2, 3
   ORDER BY 3 NULLS FIRST, 4 DESC, 1;
$$;
