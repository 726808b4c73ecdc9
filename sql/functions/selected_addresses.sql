-- A whole selection: what the area selects, together with picked streets, districts and addresses.
--
-- area, rule:  see units_in_area
-- excluded:    what was taken away, EPSG:25833; NULL for nothing. The area is without it already
-- streets:     streets, parts of streets and districts, as addresses_picked takes one
-- addresses:   source ids (adresseId as text), each perhaps with '|' and the reason why it is picked
-- territory:   municipality numbers of the organisation; NULL for no limit (command line)
--
-- Every address once, with why it is listed: 'inside' before 'picked' before a reason that is given with
-- it. Listed as left out: 'taken_out', picked by name but with its point in the excluded area (whatever the rule; at most 0.05 m from its
-- edge is not in it, as in units_in_area), and 'outside_territory', where the organisation may not
-- reach. Both are shown and never silently left away.
--
-- Plan: the unique index of addresses, led by their source id, finds the picked ones.
DROP FUNCTION IF EXISTS selected_addresses(geometry, text, text[], text[], text[]);
CREATE OR REPLACE FUNCTION selected_addresses(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[]
)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer, reason text)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH inside AS MATERIALIZED (
    SELECT * FROM units_in_area(area, rule)
  ), named AS (
    SELECT a.address_id AS id, a.municipality_number, a.unit_count, a.geom, 'picked' AS why
      FROM unnest(streets) AS pick CROSS JOIN LATERAL addresses_picked(pick) a
    UNION
    SELECT a.id, a.municipality_number, a.unit_count, a.geom,
           coalesce(nullif(split_part(wanted.id, '|', 2), ''), 'picked')
      FROM unnest(addresses) AS wanted (id)
      JOIN address a ON a.source_id = split_part(wanted.id, '|', 1)
  ), picked AS (
    SELECT DISTINCT ON (n.id) n.* FROM named n ORDER BY n.id, n.why <> 'picked'
  ), taken AS MATERIALIZED (
    SELECT excluded AS shape, ST_Boundary(excluded) AS edge, ST_Buffer(excluded, -0.06) AS shrunk
  ), chosen AS (
    SELECT i.*, 'inside' AS why FROM inside i
    UNION ALL
    SELECT p.id, p.municipality_number, p.unit_count,
           CASE WHEN ST_Intersects(t.shrunk, p.geom)
                  OR (ST_Intersects(t.shape, p.geom) AND NOT ST_DWithin(t.edge, p.geom, 0.05))
                THEN 'taken_out' ELSE p.why END
      FROM picked p CROSS JOIN taken t
     WHERE p.id NOT IN (SELECT i.address_id FROM inside i)
  )
  SELECT c.address_id, c.municipality_number, c.unit_count,
         CASE WHEN territory IS NULL OR c.municipality_number = ANY (territory)
                OR c.why = 'taken_out'
              THEN c.why ELSE 'outside_territory' END
    FROM chosen c;
$$;
