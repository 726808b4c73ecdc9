-- A whole selection with its filters and what persons changed by hand. Parameters and columns as in
-- filtered_addresses; filters NULL for none. adjustments: as adjusted_addresses has them, NULL for none;
-- adjustment: the reason a person gave, '' where none did.
--
-- Plan: no SET clause, so that this is inlined into its callers: only the one of the functions that is
-- meant is ever called, and a count without filters and adjustments pays nothing for there being any.
DROP FUNCTION IF EXISTS chosen_addresses(geometry, geometry, text, text[], text[], text[], jsonb);
CREATE OR REPLACE FUNCTION chosen_addresses(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb, adjustments jsonb
)
RETURNS TABLE (
  address_id bigint, municipality_number varchar, unit_count integer, reason text, adjustment text
)
LANGUAGE sql STABLE
AS $$
  SELECT s.address_id, s.municipality_number, s.unit_count, s.reason, ''
    FROM selected_addresses(area, excluded, rule, streets, addresses, territory) s
   WHERE filters IS NULL AND adjustments IS NULL
  UNION ALL
  SELECT f.address_id, f.municipality_number, f.unit_count, f.reason, ''
    FROM filtered_addresses(area, excluded, rule, streets, addresses, territory, filters) f
   WHERE filters IS NOT NULL AND adjustments IS NULL
  UNION ALL
  SELECT j.address_id, j.municipality_number, j.unit_count, j.reason, j.adjustment
    FROM adjusted_addresses(
           area, excluded, rule, streets, addresses, territory, filters, adjustments) j
   WHERE adjustments IS NOT NULL;
$$;
