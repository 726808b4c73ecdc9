-- Unknown messages that may be sent again: ready, and the chunks that wrote them are worked on once
-- more (residents looked up anew). After the deadline of their dispatch, when it was stopped, or when its key
-- is gone, those that were surely not taken are given up, and the others stay unknown.
--
-- refs:   references of the messages
-- absent: the provider says that it has none of them; false: it takes each key once, so that a second
--         sending does no harm (marked 'repeat': at the deadline such a message is unknown again)
--
-- Opened in one statement, so that nobody sees a finished chunk with a ready message. A chunk in work is
-- left alone: the next round comes to it. Only 'unknown' gives way; twice does no harm.
-- A stop at the same moment comes before or after, never between: it would leave a chunk open.
DROP FUNCTION IF EXISTS reopen_unsent(text[]);

CREATE OR REPLACE FUNCTION reopen_unsent(refs text[], absent boolean)
RETURNS bigint
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  in_hand bigint[];  -- chunks
  opened bigint;
BEGIN
  PERFORM FROM dispatch d
    WHERE d.id IN (SELECT a.dispatch_id FROM attempt a WHERE a.reference = ANY (refs))
    ORDER BY d.id FOR SHARE;
  in_hand := ARRAY(
    SELECT c.id FROM chunk c
     WHERE c.id IN (SELECT a.chunk_id FROM attempt a WHERE a.reference = ANY (refs) AND a.state = 'unknown')
       AND c.state <> 'working'
     ORDER BY c.id FOR NO KEY UPDATE);
  WITH judged AS (
    SELECT a.id, d.deadline_at > now() AND d.stopped_at IS NULL AND d.keys_destroyed_at IS NULL
             AND c.state <> 'failed' AS again
      FROM attempt a
      JOIN chunk c ON c.id = a.chunk_id
      JOIN dispatch d ON d.id = a.dispatch_id
     WHERE a.reference = ANY (refs) AND a.state = 'unknown' AND c.id = ANY (in_hand)
     ORDER BY a.id FOR NO KEY UPDATE OF a
  ), settled AS (
    UPDATE attempt a
       SET state = CASE WHEN j.again THEN 'ready' ELSE 'given_up' END,
           reason_code = CASE WHEN absent THEN 'not-there' ELSE 'repeat' END
      FROM judged j WHERE j.id = a.id AND (j.again OR absent)
    RETURNING a.chunk_id, j.again
  ), reopened AS (
    UPDATE chunk c SET state = 'waiting', not_before = now(), again_at = now(), problem = ''
     WHERE c.state = 'done' AND c.id IN (SELECT s.chunk_id FROM settled s WHERE s.again)
  )
  SELECT count(*) INTO opened FROM settled s WHERE s.again;
  RETURN opened;
END
$$;
