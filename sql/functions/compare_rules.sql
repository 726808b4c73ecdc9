-- compare_rules
-- What another rule would change: one row per other rule, against the rule that is chosen.
--
-- The parameters before rules as in chosen_addresses; rules: all rules to compare with (the chosen one
-- among them or not). more: addresses that the other rule would bring; fewer: those that it would lose.
-- Addresses that are taken out or outside the territory count in neither: no list includes them.
--
-- parcels_loaded is false where a municipality of the selection has no parcels: what a parcel rule
-- would then select means nothing; buildings_loaded says the same of buildings. Where no rule selects anything in the area, the whole territory is asked
-- about. Without an area no rule matters, and there is nothing to load.
DROP FUNCTION IF EXISTS compare_rules(geometry, text, text[], text[], text[], text[]);
DROP FUNCTION IF EXISTS compare_rules(geometry, geometry, text, text[], text[], text[], text[]);
DROP FUNCTION IF EXISTS compare_rules(geometry, geometry, text, text[], text[], text[], jsonb, text[]);
CREATE OR REPLACE FUNCTION compare_rules(
  area geometry, excluded geometry, chosen text, streets text[], addresses text[], territory text[],
  filters jsonb, adjustments jsonb, rules text[]
)
RETURNS TABLE (rule text, more bigint, fewer bigint, parcels_loaded boolean, buildings_loaded boolean)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH selected AS MATERIALIZED (
    SELECT r.rule, s.address_id, s.municipality_number, s.reason
      FROM (SELECT unnest(rules) UNION SELECT chosen) AS r (rule),
           LATERAL chosen_addresses(
             area, excluded, r.rule, streets, addresses, territory, filters, adjustments) s
     WHERE is_included(s.reason)
  ), concerned AS (
    SELECT DISTINCT s.municipality_number AS number FROM selected s WHERE s.reason = 'inside'
  ), asked_about AS (
    SELECT c.number FROM concerned c
    UNION ALL
    SELECT unnest(territory) WHERE area IS NOT NULL AND NOT EXISTS (SELECT FROM concerned)
  ), loaded AS (
    SELECT coalesce(bool_and(a.number IN (
             SELECT municipality_number FROM dataset_coverage WHERE dataset = 'parcel')), true) AS parcels,
           coalesce(bool_and(a.number IN (
             SELECT municipality_number FROM dataset_coverage WHERE dataset = 'building')), true) AS buildings
      FROM asked_about a
  ), now AS (
    SELECT s.address_id FROM selected s WHERE s.rule = chosen
  )
  SELECT other.rule, count(s.address_id) - count(n.address_id),
         (SELECT count(*) FROM now) - count(n.address_id), l.parcels, l.buildings
    FROM unnest(rules) AS other (rule)
   CROSS JOIN loaded l
    LEFT JOIN selected s ON s.rule = other.rule
    LEFT JOIN now n ON n.address_id = s.address_id
   GROUP BY other.rule, l.parcels, l.buildings;
$$;
