-- Counts of a selection before it is frozen, one row per municipality and reason to leave out.
--
-- Parameters as in chosen_addresses. left_out is NULL for what is included, else the reason. added_count:
-- how many of the addresses a person added.
-- unit_count is NULL where unit data is missing for any of the counted addresses: an unknown number
-- is not 0.
--
-- Plan: an area alone, as while it is drawn, is counted by count_in_area without making its rows.
DROP FUNCTION IF EXISTS preview_selection(geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS preview_selection(geometry, geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS preview_selection(geometry, geometry, text, text[], text[], text[], jsonb);
CREATE OR REPLACE FUNCTION preview_selection(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb DEFAULT NULL, adjustments jsonb DEFAULT NULL
)
RETURNS TABLE (
  municipality_number varchar, municipality_name text, left_out text,
  address_count bigint, unit_count bigint, added_count bigint
)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  IF filters IS NULL AND adjustments IS NULL
     AND coalesce(cardinality(streets), 0) + coalesce(cardinality(addresses), 0) = 0 THEN
    RETURN QUERY
      SELECT c.municipality_number, coalesce(m.name, c.municipality_number),
             CASE WHEN NOT c.municipality_number = ANY (territory) THEN 'outside_territory' END,
             c.address_count,
             CASE WHEN c.unknown_count = 0 THEN c.unit_count END, 0::bigint
        FROM count_in_area(area, rule) c
        LEFT JOIN municipality m ON m.number = c.municipality_number
       ORDER BY 3 NULLS FIRST, 4 DESC, 1;
  ELSE
    RETURN QUERY
      SELECT s.municipality_number, coalesce(m.name, s.municipality_number),
             CASE WHEN NOT is_included(s.reason) THEN s.reason END, count(*),
             CASE WHEN count(s.unit_count) = count(*) THEN sum(s.unit_count) END,
             count(*) FILTER (WHERE s.reason = 'added')
        FROM chosen_addresses(
               area, excluded, rule, streets, addresses, territory, filters, adjustments) s
        LEFT JOIN municipality m ON m.number = s.municipality_number
       GROUP BY 1, 2, 3
       ORDER BY 3 NULLS FIRST, 4 DESC, 1;
  END IF;
END
$$;
