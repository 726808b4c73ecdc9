-- Take the next chunk that may be worked on, fairly between organisations, and lease it.
--
-- lease_seconds: how long the lease holds unless it is renewed
-- only_idle:     only of organisations with no chunk in work: whoever asks so keeps a place free for
--                small notices beside a large one
--
-- The organisation with the fewest chunks in work comes first, then the oldest dispatch. A chunk
-- whose lease has expired (a killed worker) is taken over: what its worker was handing over at that
-- moment becomes 'unknown' and is never sent again by itself. No row: nothing to do now. A dispatch that is
-- paused, stopped, before its time or outside its hours has nothing to do, nor has a wave that is not due.
DROP FUNCTION IF EXISTS claim_chunk(integer);

CREATE OR REPLACE FUNCTION claim_chunk(lease_seconds integer, only_idle boolean)
RETURNS TABLE (chunk_id bigint, lease uuid)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  claimed bigint;
  token CONSTANT uuid := gen_random_uuid();
BEGIN
  SELECT c.id INTO claimed
    FROM chunk c
    JOIN dispatch d ON d.id = c.dispatch_id
    LEFT JOIN (
      SELECT busy.organisation_id, count(*) AS chunks
        FROM chunk w JOIN dispatch busy ON busy.id = w.dispatch_id
       WHERE w.state = 'working' AND w.lease_until >= now()
       GROUP BY 1) AS work ON work.organisation_id = d.organisation_id
   WHERE ((c.state = 'waiting' AND c.not_before <= now())
       OR (c.state = 'working' AND c.lease_until < now()))
     AND (work.chunks IS NULL OR NOT only_idle)
     AND c.wave <= d.waves_opened AND sending_is_allowed(d)
   ORDER BY coalesce(work.chunks, 0), c.dispatch_id, c.position
   LIMIT 1
     FOR UPDATE OF c SKIP LOCKED;
  IF claimed IS NULL THEN
    RETURN;
  END IF;
  UPDATE chunk
     SET state = 'working', lease_token = token,
         lease_until = now() + make_interval(secs => lease_seconds)
   WHERE id = claimed;
  WITH interrupted AS (
    SELECT a.id FROM attempt a WHERE a.chunk_id = claimed AND a.state = 'sending'
     ORDER BY a.id FOR NO KEY UPDATE
  )
  UPDATE attempt a SET state = 'unknown', reason_code = 'interrupted'
    FROM interrupted i WHERE a.id = i.id;
  RETURN QUERY SELECT claimed, token;
END
$$;
