-- Mark messages as being handed over, the last step before the channel is called.
--
-- Only messages that are ready and belong to a chunk whose lease is still ours: whoever comes second
-- gets no row and must not send. Returns the references that may be sent now.
CREATE OR REPLACE FUNCTION begin_sending(lease uuid, attempt_ids bigint[])
RETURNS TABLE (reference text)
LANGUAGE sql VOLATILE
AS $$
  UPDATE attempt a SET state = 'sending', sending_at = now()
    FROM chunk c
   WHERE a.id = ANY (attempt_ids) AND a.state = 'ready'
     AND c.id = a.chunk_id AND c.lease_token = lease
  RETURNING a.reference::text;
$$;
