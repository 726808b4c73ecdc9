-- addresses_without_message
-- The paper list of a dispatch: included addresses (listed_address.id) without an accepted message.
-- Empty houses, and whoever nothing digital reaches, are in it alike: it gives no reason.
CREATE OR REPLACE FUNCTION addresses_without_message(dispatch bigint)
RETURNS TABLE (listed_address_id bigint)
LANGUAGE sql STABLE
AS $$
  SELECT l.id
    FROM dispatch d JOIN listed_address l ON l.address_list_id = d.address_list_id AND l.included
   WHERE d.id = dispatch
     AND NOT EXISTS (
       SELECT 1 FROM address_message m LEFT JOIN attempt a ON a.id = m.attempt_id
        WHERE m.dispatch_id = dispatch AND m.listed_address_id = l.id
          AND (m.attempt_id IS NULL OR a.state IN ('accepted', 'delivered')));
$$;
