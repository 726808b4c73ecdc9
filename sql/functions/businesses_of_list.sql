-- Places of business at the included addresses of a list, and the legal entities that they belong to
-- (legal_entity_number.sql), by what Enhetsregisteret says today.
CREATE OR REPLACE FUNCTION businesses_of_list(list bigint)
RETURNS TABLE (places bigint, businesses bigint)
LANGUAGE sql STABLE
AS $$
  SELECT count(DISTINCT b.id), count(DISTINCT legal_entity_number(b))
    FROM listed_address l
    JOIN business b ON b.address_source_id = l.source_id
   WHERE l.address_list_id = list AND l.included AND l.source = 'matrikkel';
$$;
