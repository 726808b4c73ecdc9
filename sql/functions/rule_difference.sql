-- Which addresses another rule would bring and lose: what compare_rules counts, one row per address.
--
-- The parameters before other as in chosen_addresses; other: the rule to compare with. most_rows: how many
-- rows to return at most, those that come in first.
--
-- change: 'in' or 'out'. longitude, latitude: EPSG:4326 degrees.
CREATE OR REPLACE FUNCTION rule_difference(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb, adjustments jsonb, other text, most_rows integer
)
RETURNS TABLE (
  change text, source_id text, label text, postcode varchar, post_town text, longitude float8,
  latitude float8
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH now AS MATERIALIZED (
    SELECT c.address_id AS id
      FROM chosen_addresses(
             area, excluded, rule, streets, addresses, territory, filters, adjustments) c
     WHERE is_included(c.reason)
  ), other_way AS MATERIALIZED (
    SELECT c.address_id AS id
      FROM chosen_addresses(
             area, excluded, other, streets, addresses, territory, filters, adjustments) c
     WHERE is_included(c.reason)
  ), changed AS (
    SELECT coalesce(n.id, t.id) AS id, CASE WHEN n.id IS NULL THEN 'in' ELSE 'out' END AS change
      FROM now n FULL JOIN other_way t ON t.id = n.id
     WHERE n.id IS NULL OR t.id IS NULL
  )
  SELECT c.change, a.source_id, a.label, a.postcode, a.post_town,
         ST_X(ST_Transform(a.geom, 4326)), ST_Y(ST_Transform(a.geom, 4326))
    FROM changed c JOIN address a ON a.id = c.id
   ORDER BY c.change, a.street_name, a.number, a.letter, a.gnr, a.bnr, a.source_id
   LIMIT most_rows;
$$;
