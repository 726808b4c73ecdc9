-- Record what the channel answered. Parameters are parallel arrays, one element per message.
--
-- states: accepted | refused | ready (definitely not taken, may be sent again) | unknown
--
-- A receipt may have come before the answer, and another worker may have called the message unknown
-- meanwhile, and somebody may have stopped the dispatch: then what was not taken is stopped. Only 'sending' and 'unknown' give way, and 'unknown' only to a definite answer.
CREATE OR REPLACE FUNCTION record_handovers(
  refs text[], states text[], provider_ids text[], reason_codes text[]
)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  WITH ours AS (
    SELECT a.id, h.state, h.provider_id, h.reason_code
      FROM unnest(refs, states, provider_ids, reason_codes)
           AS h(reference, state, provider_id, reason_code)
      JOIN attempt a ON a.reference = h.reference
     WHERE a.state = 'sending' OR (a.state = 'unknown' AND h.state IN ('accepted', 'refused'))
     ORDER BY a.id FOR NO KEY UPDATE OF a
  )
  UPDATE attempt a
     SET state = CASE WHEN h.state = 'ready' AND d.stopped_at IS NOT NULL
                      THEN CASE WHEN a.reason_code = 'repeat' THEN 'unknown' ELSE 'stopped' END
                      ELSE h.state END,
         provider_id = h.provider_id,
         -- What may have been taken at an earlier try stays marked until somebody says yes or no.
         reason_code = CASE WHEN h.state = 'ready' AND a.reason_code = 'repeat' THEN 'repeat'
                            ELSE h.reason_code END
    FROM ours h, dispatch d
   WHERE a.id = h.id AND d.id = a.dispatch_id;
$$;
