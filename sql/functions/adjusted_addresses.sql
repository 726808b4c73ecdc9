-- A whole selection with what persons changed by hand. Called only where they did (see chosen_addresses).
--
-- Parameters and columns as in chosen_addresses. adjustments: [{"address": source id, "act": "add" or
-- "take_out", "reason": code}], each address once (geotarget/domain/adjustments.py).
--
-- An added address that the selection has anyway keeps the reason of the selection; it is 'added' where it
-- would not be on the list, also where it lies in the excluded area or passes no filter. Of its units those
-- count that pass the filters. One that is taken out is 'removed', or 'removed_unselected' where it is not
-- selected (any more). The territory is above all that is added.
--
-- Plan: the selection once, joined to few rows, which the unique index of addresses finds.
CREATE OR REPLACE FUNCTION adjusted_addresses(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb, adjustments jsonb
)
RETURNS TABLE (
  address_id bigint, municipality_number varchar, unit_count integer, reason text, adjustment text
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH selected AS MATERIALIZED (
    SELECT c.address_id, c.municipality_number, c.unit_count, c.reason
      FROM chosen_addresses(area, excluded, rule, streets, addresses, territory, filters, NULL) c
  ), adjusted AS MATERIALIZED (
    SELECT a.id, a.municipality_number, j.act, j.reason,
           CASE WHEN filters ?| ARRAY['floors', 'unit_uses'] AND a.unit_count IS NOT NULL THEN (
             SELECT count(*)::integer FROM passing_units(a.source, a.source_id, filters))
           ELSE a.unit_count END AS unit_count
      FROM jsonb_to_recordset(adjustments) AS j (address text, act text, reason text)
      JOIN address a ON a.source_id = j.address
  ), judged AS (
    SELECT s.address_id, s.municipality_number, s.unit_count,
           CASE WHEN j.act = 'take_out' THEN 'removed'
                WHEN j.act = 'add' AND s.reason = 'taken_out'
                 AND (territory IS NULL OR s.municipality_number = ANY (territory)) THEN 'added'
                ELSE s.reason END AS reason,
           j.reason AS given
      FROM selected s
      LEFT JOIN adjusted j ON j.id = s.address_id
    UNION ALL
    SELECT j.id, j.municipality_number, j.unit_count,
           CASE WHEN j.act = 'take_out' THEN 'removed_unselected'
                WHEN territory IS NULL OR j.municipality_number = ANY (territory) THEN 'added'
                ELSE 'outside_territory' END,
           j.reason
      FROM adjusted j
     WHERE NOT EXISTS (SELECT FROM selected s WHERE s.address_id = j.id)
  )
  SELECT g.address_id, g.municipality_number, g.unit_count, g.reason, coalesce(g.given, '')
    FROM judged g;
$$;
