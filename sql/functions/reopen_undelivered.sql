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
-- many chunks were opened. Twice does no harm.
CREATE OR REPLACE FUNCTION reopen_undelivered(
  channels text[], first_wait integer, later_wait integer
)
RETURNS bigint
LANGUAGE sql VOLATILE
AS $$
  WITH failed AS (
    SELECT a.id, bool_or(c.state = 'working') AS is_in_work
      FROM attempt a
      JOIN dispatch d ON d.id = a.dispatch_id
      JOIN recipient r ON r.attempt_id = a.id
      JOIN chunk c ON c.id = r.chunk_id
     WHERE a.state IN ('not_delivered', 'refused') AND NOT a.passed_on AND a.channel = ANY (channels)
       AND d.deadline_at > now() + make_interval(secs => later_wait)
       AND d.keys_destroyed_at IS NULL AND d.stopped_at IS NULL
     GROUP BY 1
  ), passed AS (
    UPDATE attempt a SET passed_on = true FROM failed f WHERE a.id = f.id AND NOT f.is_in_work
    RETURNING a.id
  ), opened AS (
    UPDATE chunk c
       SET state = 'waiting', problem = '', rounds_again = c.rounds_again + 1,
           not_before = now() + make_interval(
             secs => CASE WHEN c.rounds_again = 0 THEN first_wait ELSE later_wait END)
     WHERE c.state = 'done'
       AND c.id IN (SELECT r.chunk_id FROM recipient r JOIN passed p ON p.id = r.attempt_id)
    RETURNING c.id
  )
  SELECT count(*) FROM opened;
$$;
