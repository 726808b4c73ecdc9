-- Included addresses of a list (listed_address.id) with a place of business, in the order of the list.
CREATE OR REPLACE FUNCTION addresses_with_business(list bigint)
RETURNS TABLE (listed_address_id bigint)
LANGUAGE sql STABLE
AS $$
  SELECT l.id
    FROM listed_address l
   WHERE l.address_list_id = list AND l.included AND l.source = 'matrikkel'
     AND EXISTS (SELECT FROM business b WHERE b.address_source_id = l.source_id)
   ORDER BY l.id;
$$;
