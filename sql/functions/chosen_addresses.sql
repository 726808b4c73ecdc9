-- A whole selection with its filters. Parameters and columns as in filtered_addresses; filters NULL for
-- none.
--
-- Plan: no SET clause, so that this is inlined into its callers: only the one of the two functions that
-- is meant is ever called, and a count without filters pays nothing for there being filters.
CREATE OR REPLACE FUNCTION chosen_addresses(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb
)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer, reason text)
LANGUAGE sql STABLE
AS $$
  SELECT s.address_id, s.municipality_number, s.unit_count, s.reason
    FROM selected_addresses(area, excluded, rule, streets, addresses, territory) s
   WHERE filters IS NULL
  UNION ALL
  SELECT f.address_id, f.municipality_number, f.unit_count, f.reason
    FROM filtered_addresses(area, excluded, rule, streets, addresses, territory, filters) f
   WHERE filters IS NOT NULL;
$$;
