-- Stop a dispatch at once: no message that is not being handed over at this moment leaves any more.
--
-- Leases end here, so that no worker goes on; what it has in the provider's hands keeps its state until the
-- provider answers. A chunk of which some was handed over is divided: its addresses at which a message
-- was begun are done, the others are stopped, so that addresses done and stopped add up to all.
-- One that was done and waits for a second channel is done, and so is one of businesses of which some
-- message was begun: its addresses are not counted.
-- What may have been taken at an earlier try ('repeat') is unknown. Twice does no harm.
CREATE OR REPLACE FUNCTION stop_dispatch(dispatch bigint)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  open_chunks bigint[];
BEGIN
  PERFORM FROM dispatch d WHERE d.id = dispatch AND d.stopped_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  open_chunks := ARRAY(
    SELECT c.id FROM chunk c
     WHERE c.dispatch_id = dispatch AND c.state IN ('waiting', 'working')
     ORDER BY c.id FOR UPDATE);
  WITH unsent AS (
    SELECT a.id FROM attempt a WHERE a.dispatch_id = dispatch AND a.state = 'ready'
     ORDER BY a.id FOR NO KEY UPDATE
  )
  UPDATE attempt a
     SET state = CASE WHEN a.reason_code = 'repeat' THEN 'unknown' ELSE 'stopped' END
    FROM unsent WHERE a.id = unsent.id;
  -- Not when the button was pressed: while workers wrote residents, others may have begun messages.
  UPDATE dispatch d SET stopped_at = clock_timestamp(), paused_at = NULL WHERE d.id = dispatch;

  WITH parted AS (
    SELECT c.id, c.position, c.dispatch_id, c.lookup, c.municipality_number, c.unread, c.wave, c.rounds_again,
           coalesce(array_agg(l.id ORDER BY l.place) FILTER (WHERE b.is_begun), '{}') AS begun,
           coalesce(array_agg(l.id ORDER BY l.place) FILTER (WHERE NOT b.is_begun), '{}') AS rest
      FROM chunk c
     CROSS JOIN unnest(c.listed_address_ids) WITH ORDINALITY AS l(id, place)
     CROSS JOIN LATERAL (
       SELECT EXISTS (
         SELECT FROM address_message m JOIN attempt a ON a.id = m.attempt_id
          WHERE m.dispatch_id = dispatch AND m.listed_address_id = l.id
            AND a.state NOT IN ('ready', 'stopped')) AS is_begun) b
     WHERE c.id = ANY (open_chunks)
     GROUP BY c.id
  ), divided AS (
    INSERT INTO chunk (dispatch_id, position, lookup, municipality_number, listed_address_ids,
                       address_count, state, not_before, tries, problem, unread, wave)
    SELECT p.dispatch_id, last.position + row_number() OVER (ORDER BY p.position), p.lookup,
           p.municipality_number, p.rest, cardinality(p.rest), 'stopped', now(), 0, '', 0, p.wave
      FROM parted p
     CROSS JOIN (SELECT max(c.position) AS position FROM chunk c WHERE c.dispatch_id = dispatch) last
     WHERE cardinality(p.begun) > 0 AND cardinality(p.rest) > 0 AND p.rounds_again = 0
  )
  UPDATE chunk c
     SET state = CASE WHEN cardinality(p.begun) > 0 OR c.rounds_again > 0 THEN 'done'
                      ELSE 'stopped' END,
         listed_address_ids = kept.ids, address_count = cardinality(kept.ids),
         problem = '', lease_token = NULL, lease_until = NULL
    FROM parted p
   CROSS JOIN LATERAL (
     SELECT CASE WHEN p.rounds_again > 0 THEN p.begun || p.rest
                 WHEN cardinality(p.begun) > 0 THEN p.begun ELSE p.rest END AS ids) kept
   WHERE c.id = p.id;

  UPDATE chunk c
     SET state = CASE WHEN EXISTS (SELECT FROM attempt a WHERE a.chunk_id = c.id
                                      AND a.state NOT IN ('ready', 'stopped'))
                      THEN 'done' ELSE 'stopped' END,
         problem = '', lease_token = NULL, lease_until = NULL
   WHERE c.id = ANY (open_chunks) AND c.lookup = 'businesses';
END
$$;
