-- Mark messages as being handed over, the last step before the channel is called.
--
-- Only messages that are ready and belong to a chunk whose lease is still ours: whoever comes second
-- gets no row and must not send. Nor does anything leave of a dispatch that was paused or stopped a moment
-- ago, or whose allowed hours have ended. Returns the references that may be sent now.
-- Like everybody who changes several messages it takes them in the order of their ids: nobody waits for one
-- who waits.
CREATE OR REPLACE FUNCTION begin_sending(lease uuid, attempt_ids bigint[])
RETURNS TABLE (reference text)
LANGUAGE sql VOLATILE
AS $$
  WITH ours AS (
    SELECT a.id
      FROM attempt a
      JOIN chunk c ON c.id = a.chunk_id
      JOIN dispatch d ON d.id = c.dispatch_id
     WHERE a.id = ANY (attempt_ids) AND a.state = 'ready'
       AND c.lease_token = lease AND sending_is_allowed(d)
     ORDER BY a.id FOR NO KEY UPDATE OF a
  )
  UPDATE attempt a SET state = 'sending', sending_at = now() FROM ours WHERE a.id = ours.id
  RETURNING a.reference::text;
$$;
