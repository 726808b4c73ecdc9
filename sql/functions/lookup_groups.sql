-- Included addresses of a list by what the register is asked for: a street, or a postcode where the street can
-- not be searched for. In the order in which the list names the first of each; the ids of each in the list's.
--
-- list: address_list.id. searchable: regular expression that the beginning of a street's name must fit.
-- street_size: how many addresses the street of the first has in the cadastre; NULL where nobody knows.
CREATE OR REPLACE FUNCTION lookup_groups(list bigint, searchable text)
RETURNS TABLE (
  is_street boolean, municipality_number text, postcode text, street_size integer, ids bigint[]
)
LANGUAGE sql STABLE
AS $$
  WITH place AS (
    SELECT l.id, l.municipality_number, l.street_size, s.is_street,
           CASE WHEN s.is_street THEN '' ELSE l.postcode END AS postcode,
           CASE WHEN s.is_street THEN l.street_code ELSE '' END AS street_code,
           CASE WHEN s.is_street THEN l.street_name ELSE '' END AS street_name
      FROM listed_address l, LATERAL (SELECT l.street_name ~ ('^' || searchable)) AS s(is_street)
     WHERE l.address_list_id = list AND l.included
  )
  SELECT is_street, municipality_number, postcode,
         (array_agg(street_size ORDER BY id))[1], array_agg(id ORDER BY id)
    FROM place
   GROUP BY is_street, municipality_number, postcode, street_code, street_name
   ORDER BY min(id);
$$;
