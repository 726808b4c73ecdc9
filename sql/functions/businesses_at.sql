-- Organisation numbers that are told of what happens at listed addresses, each once (legal_entity_number.sql).
--
-- listed: listed_address.id. By what Enhetsregisteret says today, as residents are looked up anew too.
CREATE OR REPLACE FUNCTION businesses_at(listed bigint[])
RETURNS TABLE (organisation_number text)
LANGUAGE sql STABLE
AS $$
  SELECT DISTINCT legal_entity_number(b)
    FROM listed_address l
    JOIN business b ON b.address_source_id = l.source_id
   WHERE l.id = ANY (listed) AND l.source = 'matrikkel'
   ORDER BY 1;
$$;
