-- Write the messages to the businesses of a chunk, before anything is sent. They belong to no resident, and
-- are counted apart from them (business_counts.sql).
--
-- chunk, lease:    the chunk in work and its lease; nothing is written, and no row comes, when it is lost
-- channel:         the one that finds the way by an organisation number
-- tokens, refs:    HMAC of the organisation number, and a new random reference, one element per business
--
-- May be run again for the same chunk. A business gets one message per dispatch, in however many chunks its
-- places are. One that another chunk has written and nobody has begun is taken over: whoever came first may
-- not find the business again, and then it would be lost. What was written here and is not found any more, and
-- was never tried, is forgotten. Returns the messages of this chunk that are ready to be sent.
CREATE OR REPLACE FUNCTION record_businesses(
  chunk bigint, lease uuid, channel text, tokens bytea[], refs text[]
)
RETURNS TABLE (attempt_id bigint, address_token bytea, reference text)
LANGUAGE plpgsql VOLATILE
AS $$
#variable_conflict use_column
DECLARE
  ours CONSTANT bigint := chunk;
  via CONSTANT text := channel;
  sent_to bigint;  -- the dispatch
BEGIN
  SELECT c.dispatch_id INTO sent_to FROM chunk c
   WHERE c.id = ours AND c.lease_token = lease FOR UPDATE;
  IF sent_to IS NULL THEN
    RETURN;
  END IF;

  INSERT INTO attempt (dispatch_id, chunk_id, channel, address_token, reference, state,
                       provider_id, reason_code)
  SELECT sent_to, ours, via, f.token, f.ref, 'ready', '', ''
    FROM unnest(tokens, refs) AS f(token, ref)
   ORDER BY f.token
      ON CONFLICT (dispatch_id, channel, address_token) DO NOTHING;

  -- In the order in which everybody takes them.
  PERFORM FROM attempt a
    WHERE a.dispatch_id = sent_to AND a.state = 'ready'
      AND (a.chunk_id = ours OR (a.channel = via AND a.address_token = ANY (tokens)))
    ORDER BY a.id FOR UPDATE;
  UPDATE attempt a SET chunk_id = ours
   WHERE a.dispatch_id = sent_to AND a.channel = via AND a.address_token = ANY (tokens)
     AND a.chunk_id <> ours AND a.state = 'ready' AND a.reason_code <> 'repeat';
  DELETE FROM attempt a
   WHERE a.chunk_id = ours AND a.state = 'ready' AND a.reason_code <> 'repeat'
     AND a.address_token <> ALL (tokens);

  RETURN QUERY
    SELECT a.id, a.address_token, a.reference::text FROM attempt a
     WHERE a.chunk_id = ours AND a.state = 'ready' AND a.address_token = ANY (tokens)
     ORDER BY a.sending_at NULLS FIRST, a.id;
END
$$;
