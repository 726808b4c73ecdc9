-- What the cadastre of today makes of a frozen list: the same selection again, against the rows.
--
-- list_id: the list; the others as in list_selection, of the list's own drawing.
--
-- One row per difference among what is included. change: 'new' (selected today, not on the list), 'gone'
-- (on the list, not in the cadastre any more), 'left' (still in the cadastre, not selected any more) or
-- 'changed' (another label or other units; a unit list that was or is unknown is no difference).
-- A list made from others has no selection of its own: given its addresses, only those are told of, and
-- of their units today only those on the list (its lists may have been filtered by floor or use).
DROP FUNCTION IF EXISTS list_against_today(
  bigint, geometry, geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS list_against_today(
  bigint, geometry, geometry, text, text[], text[], text[], jsonb);
CREATE OR REPLACE FUNCTION list_against_today(
  list_id bigint, area geometry, excluded geometry, rule text, streets text[], addresses text[],
  territory text[], filters jsonb DEFAULT NULL, adjustments jsonb DEFAULT NULL
)
RETURNS TABLE (
  change text, source_id text, label_then text, label_now text, units_then integer, units_now integer
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH made AS MATERIALIZED (
    SELECT a.combined IS NOT NULL AS from_others FROM address_list a WHERE a.id = list_id
  ), selected AS MATERIALIZED (
    SELECT * FROM list_selection(
      area, excluded, rule, streets, addresses, territory, filters, adjustments)
     WHERE included
  ), listed AS MATERIALIZED (
    SELECT * FROM listed_address WHERE address_list_id = list_id AND included
  ), now AS MATERIALIZED (
    SELECT s.source, s.source_id, s.label,
           CASE WHEN m.from_others AND s.units <> l.units THEN ARRAY(
             SELECT unnest(s.units) INTERSECT ALL SELECT unnest(l.units) ORDER BY 1)
           ELSE s.units END AS units
      FROM selected s
     CROSS JOIN made m
      LEFT JOIN listed l ON l.source = s.source AND l.source_id = s.source_id
     WHERE l.source_id IS NOT NULL OR NOT m.from_others
  ), compared AS (
    SELECT CASE
             WHEN l.source_id IS NULL THEN 'new'
             WHEN n.source_id IS NOT NULL THEN 'changed'
             WHEN EXISTS (SELECT FROM address a
                           WHERE a.source = l.source AND a.source_id = l.source_id) THEN 'left'
             ELSE 'gone'
           END AS change,
           coalesce(l.source_id, n.source_id) AS source_id, l.label AS label_then,
           n.label AS label_now, cardinality(l.units) AS units_then,
           cardinality(n.units) AS units_now
      FROM listed l
      FULL JOIN now n ON n.source = l.source AND n.source_id = l.source_id
     WHERE l.source_id IS NULL OR n.source_id IS NULL OR n.label <> l.label OR n.units <> l.units
  )
  SELECT * FROM compared
   ORDER BY change, coalesce(label_then, label_now) COLLATE "nb-x-icu", source_id;
$$;
