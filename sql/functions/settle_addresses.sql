-- settle_addresses
-- When no receipt can come any more: keep which addresses of a dispatch have an accepted message, and
-- forget which messages they were (table address_message). Running it twice does no harm.
CREATE OR REPLACE FUNCTION settle_addresses(dispatch bigint)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  WITH gone AS (
    DELETE FROM address_message m
     WHERE m.dispatch_id = dispatch AND m.attempt_id IS NOT NULL
    RETURNING m.listed_address_id, m.attempt_id
  )
  INSERT INTO address_message (dispatch_id, listed_address_id)
  SELECT DISTINCT dispatch, g.listed_address_id
    FROM gone g JOIN attempt a ON a.id = g.attempt_id
   WHERE a.state IN ('accepted', 'delivered');
$$;
