-- Work once more on the chunks of residents whom their message surely did not reach (refused, or not
-- delivered by the provider's word), so that they are told by their next channel. Never for a message
-- that may have been taken. Nothing after the deadline of the dispatch, when it was stopped, or when its key is
-- gone.
--
-- channels:     those that have a next one
-- first_wait:   seconds until a chunk is worked on, the first time; later_wait: every other time.
--               More messages fail meanwhile, and the register is asked once for all of them.
--
-- A chunk in work may have looked before the message failed: the next round comes to it. Returns how
-- many chunks were opened. Twice does no harm. A stop at the same moment comes before or after, never
-- between: it would leave a chunk open.
CREATE OR REPLACE FUNCTION reopen_undelivered(
  channels text[], first_wait integer, later_wait integer
)
RETURNS bigint
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  in_hand bigint[];  -- dispatches
  opened bigint;
BEGIN
  in_hand := ARRAY(
    SELECT d.id FROM dispatch d
     WHERE d.deadline_at > now() + make_interval(secs => later_wait)
       AND d.keys_destroyed_at IS NULL AND d.stopped_at IS NULL
       AND EXISTS (SELECT FROM attempt a
                    WHERE a.dispatch_id = d.id AND a.channel = ANY (channels) AND NOT a.passed_on
                      AND a.state IN ('not_delivered', 'refused'))
     ORDER BY d.id FOR SHARE);
  PERFORM FROM chunk c
    WHERE c.state = 'done'
      AND c.id IN (SELECT r.chunk_id FROM recipient r JOIN attempt a ON a.id = r.attempt_id
                    WHERE a.state IN ('not_delivered', 'refused') AND NOT a.passed_on
                      AND a.channel = ANY (channels) AND a.dispatch_id = ANY (in_hand))
    ORDER BY c.id FOR NO KEY UPDATE;
  WITH failed AS (
    SELECT a.id, bool_or(c.state = 'working') AS is_in_work
      FROM attempt a
      JOIN recipient r ON r.attempt_id = a.id
      JOIN chunk c ON c.id = r.chunk_id
     WHERE a.state IN ('not_delivered', 'refused') AND NOT a.passed_on AND a.channel = ANY (channels)
       AND a.dispatch_id = ANY (in_hand)
     GROUP BY 1
  ), ours AS (
    SELECT a.id FROM attempt a WHERE a.id IN (SELECT f.id FROM failed f WHERE NOT f.is_in_work)
     ORDER BY a.id FOR NO KEY UPDATE
  ), passed AS (
    UPDATE attempt a SET passed_on = true FROM ours WHERE a.id = ours.id
    RETURNING a.id
  ), reopened AS (
    UPDATE chunk c
       SET state = 'waiting', problem = '', rounds_again = c.rounds_again + 1,
           not_before = due.at, again_at = due.at
      FROM (VALUES (now() + make_interval(secs => first_wait), true),
                   (now() + make_interval(secs => later_wait), false)) AS due(at, is_first)
     WHERE c.state = 'done' AND due.is_first = (c.rounds_again = 0)
       AND c.id IN (SELECT r.chunk_id FROM recipient r JOIN passed p ON p.id = r.attempt_id)
    RETURNING c.id
  )
  SELECT count(*) INTO opened FROM reopened;
  RETURN opened;
END
$$;
