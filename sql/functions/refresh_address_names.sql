-- Purpose: the names under which the addresses of some municipalities are searched for, made anew.
-- Parameter: municipality numbers.
-- Plan: the numbers are hashed; as a list, hundreds of them would be searched for each address.
CREATE OR REPLACE FUNCTION refresh_address_names(numbers text[]) RETURNS void
LANGUAGE sql
AS $$
  DELETE FROM address_name WHERE municipality_number = ANY (numbers);
  INSERT INTO address_name
    (municipality_number, street_code, street_name, extra_name, name, address_count)
  SELECT
    municipality_number, street_code, street_name, extra_name,
    concat_ws(', ', nullif(extra_name, ''), nullif(street_name, '')), count(*)
  FROM address
  WHERE municipality_number IN (SELECT unnest(numbers)) AND (street_name <> '' OR extra_name <> '')
  GROUP BY municipality_number, street_code, street_name, extra_name;
$$;
