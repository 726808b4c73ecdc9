-- The rows of an address list for a selection, in the order in which people read them: streets by
-- name and number, then what has no street by cadastral number.
--
-- Parameters as in chosen_addresses, so that a list holds exactly what the preview counted. One
-- row per address, those taken out or outside the territory with included = false. units: unit
-- numbers, NULL where no unit data is loaded. street_size: addresses of the whole street in the
-- cadastre now. point: EPSG:25833, metres. census_tract: number, '' where the delivery names none; its
-- name where census tracts are loaded. adjustment: as in chosen_addresses.
--
-- Plan: units are looked up in the order of the list, in which neighbours are near each other in the index
-- unit_address too. Memory for the rows of a list of 100,000, which is passed on whole three times.
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
AS $$
  WITH selected AS MATERIALIZED (
    SELECT * FROM chosen_addresses(
      area, excluded, rule, streets, addresses, territory, filters, adjustments)
  ), listed AS MATERIALIZED (
    SELECT a.*, s.reason, s.adjustment FROM selected s JOIN address a ON a.id = s.address_id
  ), named AS (
    -- Few names, and comparing them by the rules of a language is slow: they are put in order once, and
    -- most rows by one number.
    SELECT n.*, row_number() OVER (
             ORDER BY n.municipality_number, n.street_name = '', n.street_name COLLATE "nb-x-icu") AS place
      FROM (SELECT DISTINCT l.municipality_number, l.street_name FROM listed l) n
  ), street AS (
    SELECT a.municipality_number, a.street_code, count(*)::integer AS size
      FROM address a
     WHERE a.street_code <> ''
       AND (a.municipality_number, a.street_code) IN (
             SELECT l.municipality_number, l.street_code FROM listed l)
     GROUP BY 1, 2
  ), ordered AS MATERIALIZED (
    SELECT a.*, street.size, coalesce(d.name, '') AS census_tract_name
      FROM listed a
      JOIN named ON named.municipality_number = a.municipality_number AND named.street_name = a.street_name
      LEFT JOIN street ON street.municipality_number = a.municipality_number
                      AND street.street_code = a.street_code
      LEFT JOIN district d ON d.kind = 'census_tract' AND d.number = a.census_tract
     ORDER BY named.place, a.number, a.letter, a.gnr, a.bnr, a.fnr NULLS FIRST,
              a.undernumber NULLS FIRST, a.source_id
  )
  SELECT a.source, a.source_id, a.kind, a.municipality_number, a.street_code, a.street_name,
         a.number, a.letter, a.gnr, a.bnr, a.fnr, a.undernumber, a.label, a.postcode, a.post_town,
         a.geom,
         CASE WHEN a.unit_count IS NOT NULL THEN ARRAY(
           SELECT u.unit_number FROM unit u
            WHERE u.source = a.source AND u.address_source_id = a.source_id
              AND (filters IS NULL OR unit_passes(
                     u.source, u.source_id, u.address_source_id, u.unit_number, filters))
            ORDER BY u.unit_number, u.source_id)
         END,
         a.size, is_included(a.reason), a.reason, a.census_tract,
         a.census_tract_name, a.adjustment
    FROM ordered a;
$$;
