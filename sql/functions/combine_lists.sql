-- Write the rows of an address list (table listed_address) from other lists, and say how many.
-- Parameters as in combined_addresses.
CREATE OR REPLACE FUNCTION combine_lists(
  list_id bigint, operation text, lists bigint[], territory text[]
)
RETURNS bigint
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  written bigint;
BEGIN
  INSERT INTO listed_address (
    address_list_id, source, source_id, kind, municipality_number, street_code, street_name,
    number, letter, gnr, bnr, fnr, undernumber, label, postcode, post_town, point, units,
    street_size, included, reason, census_tract, census_tract_name, adjustment)
  SELECT list_id, row.* FROM combined_addresses(operation, lists, territory) row;
  GET DIAGNOSTICS written = ROW_COUNT;
  RETURN written;
END
$$;
