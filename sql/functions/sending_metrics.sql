-- What operators watch of the sending, over all organisations: numbers by name and label.
--
-- Messages of dispatches that are not closed, by channel and state, rounded down to tens: no number tells
-- of one person. Chunks are addresses, not persons: they are exact. Ages are in seconds.
-- What nobody waits for is 'held', and has no age: before its time or outside its hours, paused, or of a wave
-- that is not open, or looked at once more for its next channel, later. The age begins when something could
-- leave, today; a pause that has ended counts, and so do tries that failed.
CREATE OR REPLACE FUNCTION sending_metrics()
RETURNS TABLE (name text, channel text, state text, value double precision)
LANGUAGE sql STABLE
AS $$
  SELECT 'messages', a.channel,
         CASE WHEN a.state = 'ready' AND NOT sending_is_allowed(d) THEN 'held' ELSE a.state END,
         floor(count(*) / 10.0) * 10
    FROM attempt a JOIN dispatch d ON d.id = a.dispatch_id
   WHERE d.keys_destroyed_at IS NULL
   GROUP BY 2, 3
  UNION ALL
  SELECT 'chunks', '',
         CASE WHEN c.state = 'waiting'
                   AND NOT (c.wave <= d.waves_opened AND sending_is_allowed(d)
                            AND (c.rounds_again = 0 OR c.problem <> '' OR c.not_before <= now()))
              THEN 'held' ELSE c.state END,
         count(*)
    FROM chunk c JOIN dispatch d ON d.id = c.dispatch_id
   WHERE d.keys_destroyed_at IS NULL
   GROUP BY 3
  UNION ALL
  SELECT 'oldest_waiting_seconds', '', '',
         greatest(0, extract(epoch FROM now() - min(greatest(
           coalesce(c.again_at, CASE WHEN c.rounds_again = 0 THEN d.starts_at ELSE c.not_before END),
           d.wave_opened_at - make_interval(mins => (d.waves_opened - c.wave) * d.wave_minutes),
           (date_trunc('day', now() AT TIME ZONE 'Europe/Oslo')
            + make_interval(mins => d.opens_minute)) AT TIME ZONE 'Europe/Oslo'))))
    FROM chunk c JOIN dispatch d ON d.id = c.dispatch_id
   WHERE c.state IN ('waiting', 'working')
     AND c.wave <= d.waves_opened AND sending_is_allowed(d);
$$;
