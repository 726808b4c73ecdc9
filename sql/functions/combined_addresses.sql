-- Frozen lists put together: the rows of the list that they would become, each address once.
--
-- operation:  'or' (on at least one list), 'and' (on each), 'not' (on the first and on none of the others)
-- lists:      address_list.id, at least two, each once
-- territory:  municipality numbers of the organisation today
--
-- Only what a list includes counts. An address is taken as the list that was frozen last has it, with its
-- reason there; one outside the territory is listed as left out, as in selected_addresses. With 'or' its
-- units are those of all the lists (one may have been filtered by floor), NULL only where none knows them.
-- The columns and their order are those of list_selection, the rows in the order in which people read them.
DROP FUNCTION IF EXISTS combined_addresses(text, bigint[], text[]);
CREATE OR REPLACE FUNCTION combined_addresses(operation text, lists bigint[], territory text[])
RETURNS TABLE (
  source text, source_id text, kind text, municipality_number varchar, street_code text,
  street_name text, number integer, letter text, gnr integer, bnr integer, fnr integer,
  undernumber integer, label text, postcode varchar, post_town text, point geometry,
  units text[], street_size integer, included boolean, reason text, census_tract text,
  census_tract_name text, adjustment text
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH counted AS MATERIALIZED (
    SELECT l.source, l.source_id, count(*) AS lists_with, min(p.place) AS first_place,
           array_agg(l.id ORDER BY l.address_list_id DESC) AS newest_first,
           min(l.units) AS units, min(l.units) IS DISTINCT FROM max(l.units) AS units_differ
      FROM unnest(lists) WITH ORDINALITY AS p(list_id, place)
      JOIN listed_address l ON l.address_list_id = p.list_id AND l.included
     GROUP BY l.source, l.source_id
  )
  SELECT l.source, l.source_id, l.kind, l.municipality_number, l.street_code, l.street_name, l.number,
         l.letter, l.gnr, l.bnr, l.fnr, l.undernumber, l.label, l.postcode, l.post_town, l.point,
         CASE WHEN operation <> 'or' THEN l.units
              WHEN NOT c.units_differ THEN c.units
              ELSE ARRAY(
                -- As often as the list has it that has it most: several units may have no number.
                SELECT u.unit_number FROM (
                  SELECT DISTINCT n.unit_number, row_number() OVER (PARTITION BY o.id, n.unit_number) AS nth
                    FROM listed_address o, unnest(o.units) AS n (unit_number)
                   WHERE o.id = ANY (c.newest_first)
                ) u
                ORDER BY u.unit_number, u.nth)
         END,
         l.street_size, l.municipality_number = ANY (territory),
         CASE WHEN l.municipality_number = ANY (territory) THEN l.reason ELSE 'outside_territory' END,
         l.census_tract, l.census_tract_name, l.adjustment
    FROM counted c
    JOIN listed_address l ON l.id = c.newest_first[1]
   WHERE CASE operation
           WHEN 'or' THEN true
           WHEN 'and' THEN c.lists_with = cardinality(lists)
           WHEN 'not' THEN c.lists_with = 1 AND c.first_place = 1
         END
   ORDER BY l.municipality_number, l.street_name = '', l.street_name COLLATE "nb-x-icu", l.number,
            l.letter, l.gnr, l.bnr, l.fnr NULLS FIRST, l.undernumber NULLS FIRST, l.source_id;
$$;
