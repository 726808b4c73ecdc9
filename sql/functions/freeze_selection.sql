-- Write the rows of an address list (table listed_address). Parameters as in list_selection.
DROP FUNCTION IF EXISTS freeze_selection(bigint, geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS freeze_selection(
  bigint, geometry, geometry, text, text[], text[], text[]);
DROP FUNCTION IF EXISTS freeze_selection(
  bigint, geometry, geometry, text, text[], text[], text[], jsonb);
CREATE OR REPLACE FUNCTION freeze_selection(
  list_id bigint, area geometry, excluded geometry, rule text, streets text[], addresses text[],
  territory text[], filters jsonb DEFAULT NULL, adjustments jsonb DEFAULT NULL
)
RETURNS void
LANGUAGE sql VOLATILE
SET work_mem = '128MB'
AS $$
  INSERT INTO listed_address (
    address_list_id, source, source_id, kind, municipality_number, street_code, street_name,
    number, letter, gnr, bnr, fnr, undernumber, label, postcode, post_town, point, units,
    street_size, included, reason, census_tract, census_tract_name, adjustment)
  SELECT list_id, row.*
    FROM list_selection(
           area, excluded, rule, streets, addresses, territory, filters, adjustments) row;
$$;
