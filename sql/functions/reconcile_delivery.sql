-- Put right what died half-way. Run every 15 s; running it twice does no harm.
--
-- 1. A message that has been 'sending' for long without a working chunk is 'unknown'.
-- 2. After the deadline of its dispatch a chunk is given up; one that was done once, and waits for a
--    second channel, is done. What a finished chunk has left ready
--    (the last resident with that number moved away between two look-ups) is given up too. What was to
--    be repeated is unknown again: an earlier try may have been taken.
-- Returns how many chunks could be worked on now (also those of a killed worker).
CREATE OR REPLACE FUNCTION reconcile_delivery()
RETURNS bigint
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  open_chunks bigint;
BEGIN
  UPDATE attempt a SET state = 'unknown', reason_code = 'interrupted'
    FROM chunk c
   WHERE a.state = 'sending' AND c.id = a.chunk_id
     AND a.sending_at < now() - interval '60 seconds'
     AND (c.state <> 'working' OR c.lease_until < now());

  UPDATE chunk c SET state = CASE WHEN c.rounds_again > 0 THEN 'done' ELSE 'failed' END,
                     lease_token = NULL
    FROM dispatch d
   WHERE d.id = c.dispatch_id AND d.deadline_at < now()
     AND (c.state = 'waiting' OR (c.state = 'working' AND c.lease_until < now()));
  UPDATE attempt a
     SET state = CASE WHEN a.reason_code = 'repeat' THEN 'unknown' ELSE 'given_up' END
    FROM chunk c
   WHERE c.id = a.chunk_id AND c.state IN ('failed', 'done') AND a.state = 'ready';
  UPDATE attempt a SET state = 'unknown', reason_code = 'interrupted'
    FROM chunk c
   WHERE c.id = a.chunk_id AND a.state = 'sending'
     AND (c.state = 'failed' OR (c.state = 'done' AND c.rounds_again > 0));

  SELECT count(*) INTO open_chunks FROM chunk c JOIN dispatch d ON d.id = c.dispatch_id
   WHERE ((c.state = 'waiting' AND c.not_before <= now())
       OR (c.state = 'working' AND c.lease_until < now()))
     AND c.wave <= d.waves_opened AND sending_is_allowed(d);
  RETURN open_chunks;
END
$$;
