-- The addresses of one group of selected_groups, in the order in which people read them.
--
-- Parameters as in chosen_addresses, then the group. What the address says of its place lets a reason name
-- the street or district. longitude, latitude: EPSG:4326 degrees.
DROP FUNCTION IF EXISTS selected_in_group(geometry, text, text[], text[], text[], text, text);
DROP FUNCTION IF EXISTS selected_in_group(
  geometry, geometry, text, text[], text[], text[], text, text, text);
DROP FUNCTION IF EXISTS selected_in_group(
  geometry, geometry, text, text[], text[], text[], jsonb, text, text, text);
DROP FUNCTION IF EXISTS selected_in_group(
  geometry, geometry, text, text[], text[], text[], jsonb, jsonb, text, text, text);
CREATE OR REPLACE FUNCTION selected_in_group(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb, adjustments jsonb, group_left_out text, group_municipality text, group_street text
)
RETURNS TABLE (
  source_id text, label text, postcode varchar, post_town text, unit_count integer, reason text,
  adjustment text, municipality_number varchar, street_code text, number integer, letter text,
  census_tract text, gnr integer, bnr integer, fnr integer, longitude float8, latitude float8
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT a.source_id, a.label, a.postcode, a.post_town, a.unit_count, s.reason, s.adjustment,
         a.municipality_number, a.street_code, a.number, a.letter, a.census_tract,
         a.gnr, a.bnr, a.fnr,
         ST_X(ST_Transform(a.geom, 4326)), ST_Y(ST_Transform(a.geom, 4326))
    FROM chosen_addresses(
           area, excluded, rule, streets, addresses, territory, filters, adjustments) s
    JOIN address a ON a.id = s.address_id
   WHERE CASE WHEN is_included(s.reason) THEN '' ELSE s.reason END = group_left_out
     AND a.municipality_number = group_municipality AND a.street_code = group_street
   ORDER BY a.number, a.letter, a.gnr, a.bnr, a.fnr, a.undernumber, a.label, a.source_id;
$$;
