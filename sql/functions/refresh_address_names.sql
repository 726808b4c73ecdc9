-- Purpose: the names under which the addresses of some municipalities are searched for, made anew.
-- Parameter: municipality numbers.
-- Plan: into a table first, since only that is counted by parallel workers; the numbers are hashed, since
-- a list of hundreds of them would be searched for each address.
CREATE OR REPLACE FUNCTION refresh_address_names(numbers text[]) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  CREATE TEMPORARY TABLE counted_name AS
  SELECT municipality_number, street_code, street_name, extra_name, count(*) AS address_count
  FROM address
  WHERE municipality_number IN (SELECT unnest(numbers)) AND (street_name <> '' OR extra_name <> '')
  GROUP BY municipality_number, street_code, street_name, extra_name;

  DELETE FROM address_name WHERE municipality_number = ANY (numbers);
  INSERT INTO address_name
    (municipality_number, street_code, street_name, extra_name, name, address_count)
  SELECT
    municipality_number, street_code, street_name, extra_name,
    concat_ws(', ', nullif(extra_name, ''), nullif(street_name, '')), address_count
  FROM counted_name;

  DROP TABLE counted_name;
END
$$;
