-- Put right what died half-way. Run every 15 s; running it twice does no harm.
--
-- 1. After the deadline of its dispatch a chunk is given up; one that was done once, and waits for a
--    second channel, is done.
-- 2. A message that has been 'sending' for long without a working chunk is 'unknown'.
-- 3. What a finished chunk has left ready (the last resident with that number moved away between two
--    look-ups) is given up too. What was to be repeated is unknown again: an earlier try may have been taken.
-- Returns how many chunks could be worked on now (also those of a killed worker).
CREATE OR REPLACE FUNCTION reconcile_delivery()
RETURNS bigint
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  open_chunks bigint;
BEGIN
  WITH overdue AS (
    SELECT c.id FROM chunk c JOIN dispatch d ON d.id = c.dispatch_id
     WHERE d.deadline_at < now()
       AND (c.state = 'waiting' OR (c.state = 'working' AND c.lease_until < now()))
     ORDER BY c.id FOR NO KEY UPDATE OF c
  )
  UPDATE chunk c SET state = CASE WHEN c.rounds_again > 0 THEN 'done' ELSE 'failed' END,
                     lease_token = NULL
    FROM overdue o WHERE c.id = o.id;

  WITH interrupted AS (
    SELECT a.id FROM attempt a JOIN chunk c ON c.id = a.chunk_id
     WHERE a.state = 'sending' AND a.sending_at < now() - interval '60 seconds'
       AND (c.state <> 'working' OR c.lease_until < now())
     ORDER BY a.id FOR NO KEY UPDATE OF a
  )
  UPDATE attempt a SET state = 'unknown', reason_code = 'interrupted'
    FROM interrupted i WHERE a.id = i.id;

  WITH left_over AS (
    SELECT a.id FROM attempt a JOIN chunk c ON c.id = a.chunk_id
     WHERE (a.state = 'ready' AND c.state IN ('failed', 'done'))
        OR (a.state = 'sending'
            AND (c.state = 'failed' OR (c.state = 'done' AND c.rounds_again > 0)))
     ORDER BY a.id FOR NO KEY UPDATE OF a
  )
  UPDATE attempt a
     SET state = CASE WHEN a.state = 'ready' AND a.reason_code <> 'repeat'
                      THEN 'given_up' ELSE 'unknown' END,
         reason_code = CASE WHEN a.state = 'sending' THEN 'interrupted' ELSE a.reason_code END
    FROM left_over l WHERE a.id = l.id;

  SELECT count(*) INTO open_chunks FROM chunk c JOIN dispatch d ON d.id = c.dispatch_id
   WHERE ((c.state = 'waiting' AND c.not_before <= now())
       OR (c.state = 'working' AND c.lease_until < now()))
     AND c.wave <= d.waves_opened AND sending_is_allowed(d);
  RETURN open_chunks;
END
$$;
