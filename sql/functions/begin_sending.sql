-- Mark messages as being handed over, the last step before the channel is called.
--
-- Only messages that are ready and belong to a chunk whose lease is still ours: whoever comes second
-- gets no row and must not send. Nor does anything leave of a dispatch that was paused or stopped a moment
-- ago, or whose allowed hours have ended. Returns the references that may be sent now.
CREATE OR REPLACE FUNCTION begin_sending(lease uuid, attempt_ids bigint[])
RETURNS TABLE (reference text)
LANGUAGE sql VOLATILE
AS $$
  UPDATE attempt a SET state = 'sending', sending_at = now()
    FROM chunk c
    JOIN dispatch d ON d.id = c.dispatch_id
   WHERE a.id = ANY (attempt_ids) AND a.state = 'ready'
     AND c.id = a.chunk_id AND c.lease_token = lease
     AND sending_is_allowed(d)
  RETURNING a.reference::text;
$$;
