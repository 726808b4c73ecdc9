-- The rows of an address list for a selection, in the order in which people read them: streets by
-- name and number, then what has no street by cadastral number.
--
-- Parameters as in chosen_addresses, so that a list holds exactly what the preview counted. One
-- row per address, those taken out or outside the territory with included = false. units: unit
-- numbers, NULL where no unit data is loaded. street_size: addresses of the whole street in the
-- cadastre now. point: EPSG:25833, metres. census_tract: number, '' where the delivery names none; its
-- name where census tracts are loaded. adjustment: as in chosen_addresses.
--
-- Plan: addresses are looked up in the order in which they lie on disk; units in the order of the list, in which
-- neighbours are near each other in the index unit_address too. Memory for the rows of a list of 100,000, which
-- is passed on whole three times. No merge joins: the planner takes a list for small, and would sort its rows
-- once more for each.
DROP FUNCTION IF EXISTS list_selection(geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS list_selection(geometry, geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS list_selection(geometry, geometry, text, text[], text[], text[], jsonb);
CREATE OR REPLACE FUNCTION list_selection(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb DEFAULT NULL, adjustments jsonb DEFAULT NULL
)
RETURNS TABLE (
  source text, source_id text, kind text, municipality_number varchar, street_code text,
  street_name text, number integer, letter text, gnr integer, bnr integer, fnr integer,
  undernumber integer, label text, postcode varchar, post_town text, point geometry,
  units text[], street_size integer, included boolean, reason text, census_tract text,
  census_tract_name text, adjustment text
)
LANGUAGE sql STABLE
SET work_mem = '128MB'
SET max_parallel_workers_per_gather = 0
SET enable_mergejoin = off
AS $$
  WITH listed AS MATERIALIZED (
    SELECT a.*, c.reason, c.adjustment
      FROM (
        SELECT * FROM chosen_addresses(
          area, excluded, rule, streets, addresses, territory, filters, adjustments)
         ORDER BY address_id
      ) c
      JOIN address a ON a.id = c.address_id
  ), street AS MATERIALIZED (
    -- Few names, and comparing them by the rules of a language is slow: they are put in order once, and
    -- most rows by one number.
    SELECT n.*, dense_rank() OVER (
             ORDER BY n.municipality_number, n.street_name = '', n.street_name COLLATE "nb-x-icu") AS place,
           CASE WHEN n.street_code <> '' THEN (
             SELECT count(*)::integer FROM address a
              WHERE a.municipality_number = n.municipality_number AND a.street_code = n.street_code)
           END AS size
      FROM (SELECT DISTINCT l.municipality_number, l.street_code, l.street_name FROM listed l) n
  ), tract AS MATERIALIZED (
    SELECT d.number, d.name FROM district d
     WHERE d.kind = 'census_tract' AND d.number IN (SELECT l.census_tract FROM listed l)
  ), ordered AS MATERIALIZED (
    SELECT a.*, street.size, coalesce(tract.name, '') AS census_tract_name
      FROM listed a
      JOIN street ON street.municipality_number = a.municipality_number
                 AND street.street_code = a.street_code AND street.street_name = a.street_name
      LEFT JOIN tract ON tract.number = a.census_tract
     ORDER BY street.place, a.number, a.letter, a.gnr, a.bnr, a.fnr NULLS FIRST,
              a.undernumber NULLS FIRST, a.source_id
  )
  SELECT a.source, a.source_id, a.kind, a.municipality_number, a.street_code, a.street_name,
         a.number, a.letter, a.gnr, a.bnr, a.fnr, a.undernumber, a.label, a.postcode, a.post_town,
         a.geom,
         CASE WHEN a.unit_count IS NOT NULL THEN ARRAY(
           SELECT u.unit_number FROM passing_units(a.source, a.source_id, filters) u
            ORDER BY u.unit_number, u.source_id)
         END,
         a.size, is_included(a.reason), a.reason, a.census_tract,
         a.census_tract_name, a.adjustment
    FROM ordered a;
$$;
