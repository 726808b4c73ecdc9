-- Messages that were unknown and are now known not to have been taken: ready again, and the chunks
-- that wrote them are worked on once more (residents looked up anew). After the deadline of their
-- dispatch, or when its key is gone, they are given up instead.
--
-- refs: references of the messages
--
-- Both in one statement, so that nobody sees a finished chunk with a ready message. A chunk in work is
-- left alone: the next round comes to it. Only 'unknown' gives way; twice does no harm.
CREATE OR REPLACE FUNCTION reopen_unsent(refs text[])
RETURNS bigint
LANGUAGE sql VOLATILE
AS $$
  WITH judged AS (
    SELECT a.id, d.deadline_at > now() AND d.keys_destroyed_at IS NULL AND c.state <> 'failed' AS again
      FROM attempt a
      JOIN chunk c ON c.id = a.chunk_id
      JOIN dispatch d ON d.id = a.dispatch_id
     WHERE a.reference = ANY (refs) AND a.state = 'unknown' AND c.state <> 'working'
       FOR UPDATE OF a, c
  ), settled AS (
    UPDATE attempt a
       SET state = CASE WHEN j.again THEN 'ready' ELSE 'given_up' END, reason_code = 'not-there'
      FROM judged j WHERE j.id = a.id
    RETURNING a.chunk_id, j.again
  ), opened AS (
    UPDATE chunk c SET state = 'waiting', not_before = now(), problem = ''
     WHERE c.state = 'done' AND c.id IN (SELECT s.chunk_id FROM settled s WHERE s.again)
  )
  SELECT count(*) FROM settled s WHERE s.again;
$$;
