-- What operators watch of the sending, over all organisations: numbers by name and label.
--
-- Messages of dispatches that are not closed, by channel and state, rounded down to tens: no number tells
-- of one person. Chunks are addresses, not persons: they are exact. Ages are in seconds.
CREATE OR REPLACE FUNCTION sending_metrics()
RETURNS TABLE (name text, channel text, state text, value double precision)
LANGUAGE sql STABLE
AS $$
  SELECT 'messages', a.channel, a.state, floor(count(*) / 10.0) * 10
    FROM attempt a JOIN dispatch d ON d.id = a.dispatch_id
   WHERE d.keys_destroyed_at IS NULL
   GROUP BY 2, 3
  UNION ALL
  SELECT 'chunks', '', c.state, count(*)
    FROM chunk c JOIN dispatch d ON d.id = c.dispatch_id
   WHERE d.keys_destroyed_at IS NULL
   GROUP BY 3
  UNION ALL
  SELECT 'oldest_waiting_seconds', '', '',
         greatest(0, extract(epoch FROM now() - min(d.started_at)))
    FROM chunk c JOIN dispatch d ON d.id = c.dispatch_id
   WHERE c.state IN ('waiting', 'working');
$$;
