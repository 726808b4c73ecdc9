-- Write the messages that announce the letters of a chunk, before anything is sent. They belong to no
-- resident: the letter is what tells them, and what is counted.
--
-- chunk, lease:    the chunk in work and its lease; nothing is written, and no row comes, when it is lost
-- channels, address_tokens, address_refs:  channel, HMAC of the number or e-mail, and a new random
--                  reference, one element per address
--
-- May be run again for the same chunk: an address gets one announcement per dispatch. Returns those of
-- this chunk that are ready to be sent.
CREATE OR REPLACE FUNCTION record_announcements(
  chunk bigint, lease uuid, channels text[], address_tokens bytea[], address_refs text[]
)
RETURNS TABLE (attempt_id bigint, channel text, address_token bytea, reference text)
LANGUAGE plpgsql VOLATILE
AS $$
#variable_conflict use_column
DECLARE
  sent_to bigint;  -- the dispatch
BEGIN
  SELECT c.dispatch_id INTO sent_to FROM chunk c
   WHERE c.id = chunk AND c.lease_token = lease FOR UPDATE;
  IF sent_to IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO attempt (dispatch_id, chunk_id, channel, address_token, reference, state,
                       provider_id, reason_code)
  SELECT sent_to, chunk, f.channel, f.token, f.ref, 'ready', '', ''
    FROM unnest(channels, address_tokens, address_refs) AS f(channel, token, ref)
   ORDER BY f.channel, f.token
      ON CONFLICT (dispatch_id, channel, address_token) DO NOTHING;
  RETURN QUERY
    SELECT a.id, a.channel, a.address_token, a.reference::text FROM attempt a
     WHERE a.chunk_id = chunk AND a.state = 'ready' AND a.channel = ANY (channels)
     ORDER BY a.sending_at NULLS FIRST, a.id;
END
$$;
