-- Write the residents that chunks in work found, and the messages they need, before anything is sent.
--
-- chunks, lease:   the chunks, of one dispatch, and their lease; nothing is written when one is lost
-- persons:         HMAC of each resident's national identity number, no duplicates
-- person_chunks:   the chunk that found each
-- channels:        channel per person, NULL where nothing digital reaches the person
-- address_tokens:  HMAC of the number or e-mail per person, NULL likewise
-- address_refs:    a new random reference per person, used if a new message is needed
-- home_persons, home_addresses:  pairs of a person and a listed address of the chunks (its id) at which
--                  the person lives; who has two homes here has two pairs
--
-- May be run again for the same chunks (their worker died, or the channel was busy): a person is written
-- once per dispatch; one whom an earlier run wrote and who has not been sent to follows the new
-- look-up; one whose message was refused or not delivered goes on to the other way that is given for
-- them. A number or e-mail gets one message per dispatch, however many share it.
-- Returns the messages of these chunks that are ready to be sent, those never tried first: a mailbox
-- that does not answer must not hold back the others.
DROP FUNCTION IF EXISTS record_residents(
  bigint, uuid, bytea[], text[], bytea[], text[], bytea[], bigint[]);

CREATE OR REPLACE FUNCTION record_residents(
  chunks bigint[], lease uuid, persons bytea[], person_chunks bigint[], channels text[],
  address_tokens bytea[], address_refs text[], home_persons bytea[], home_addresses bigint[]
)
RETURNS TABLE (attempt_id bigint, chunk_id bigint, channel text, address_token bytea, reference text)
LANGUAGE plpgsql VOLATILE
AS $$
#variable_conflict use_column
DECLARE
  sent_to bigint;  -- the dispatch
  ours bytea[];    -- persons whom no earlier run and no other chunk has written, or who go another way
BEGIN
  WITH leased AS (
    SELECT c.dispatch_id FROM chunk c WHERE c.id = ANY (chunks) AND c.lease_token = lease
     ORDER BY c.id FOR UPDATE
  )
  SELECT max(dispatch_id) INTO sent_to FROM leased HAVING count(*) = cardinality(chunks);
  IF sent_to IS NULL THEN
    RAISE EXCEPTION 'the lease on chunks % is lost', chunks USING ERRCODE = 'lock_not_available';
  END IF;

  -- An earlier run's residents who are unsent: forget them, this look-up is newer. Not those whose
  -- message is repeated: it may have been taken, and no other channel may tell them too.
  DELETE FROM address_message m
   USING attempt a
   WHERE m.dispatch_id = sent_to
     AND m.listed_address_id IN (SELECT unnest(c.listed_address_ids) FROM chunk c
                                  WHERE c.id = ANY (chunks))
     AND a.id = m.attempt_id AND a.state = 'ready' AND a.reason_code <> 'repeat';
  DELETE FROM recipient r
   WHERE r.chunk_id = ANY (chunks)
     AND (r.attempt_id IS NULL
          OR EXISTS (SELECT 1 FROM attempt a WHERE a.id = r.attempt_id AND a.state = 'ready'
                                               AND a.reason_code <> 'repeat'));

  WITH home AS (
    SELECT h.person, min(h.address) AS address
      FROM unnest(home_persons, home_addresses) AS h(person, address) GROUP BY 1
  ), fresh AS (
    INSERT INTO recipient (dispatch_id, chunk_id, person_token, small_area)
    SELECT sent_to, f.chunk, f.person,
           coalesce(small_area(l.census_tract, l.postcode, l.municipality_number), '')
      FROM unnest(persons, person_chunks) AS f(person, chunk)
      LEFT JOIN home ON home.person = f.person
      LEFT JOIN listed_address l ON l.id = home.address
     ORDER BY f.person
        ON CONFLICT (dispatch_id, person_token) DO NOTHING
    RETURNING person_token
  )
  SELECT array_agg(person_token) INTO ours FROM fresh;

  -- Whom their message surely did not reach, and who have another way now. Not who may have got it.
  ours := ours || ARRAY(
    SELECT r.person_token
      FROM unnest(persons, channels, address_tokens) AS f(person, channel, token)
      JOIN recipient r ON r.dispatch_id = sent_to AND r.chunk_id = ANY (chunks)
                      AND r.person_token = f.person
      JOIN attempt a ON a.id = r.attempt_id AND a.state IN ('not_delivered', 'refused')
     WHERE f.token IS NOT NULL AND (a.channel, a.address_token) <> (f.channel, f.token));

  INSERT INTO attempt (dispatch_id, chunk_id, channel, address_token, reference, state,
                       provider_id, reason_code)
  SELECT DISTINCT ON (f.channel, f.token)
         sent_to, f.chunk, f.channel, f.token, f.ref, 'ready', '', ''
    FROM unnest(persons, person_chunks, channels, address_tokens, address_refs)
         AS f(person, chunk, channel, token, ref)
   WHERE f.token IS NOT NULL AND f.person = ANY (ours)
   ORDER BY f.channel, f.token, f.ref
      ON CONFLICT (dispatch_id, channel, address_token) DO NOTHING;

  UPDATE recipient r SET attempt_id = a.id
    FROM unnest(persons, channels, address_tokens) AS f(person, channel, token)
    JOIN attempt a
      ON a.dispatch_id = sent_to AND a.channel = f.channel AND a.address_token = f.token
   WHERE r.dispatch_id = sent_to AND r.person_token = f.person AND f.person = ANY (ours);

  INSERT INTO address_message (dispatch_id, listed_address_id, attempt_id)
  SELECT DISTINCT sent_to, h.address, r.attempt_id
    FROM unnest(home_persons, home_addresses) AS h(person, address)
    JOIN recipient r ON r.dispatch_id = sent_to AND r.person_token = h.person
   WHERE r.attempt_id IS NOT NULL
   ORDER BY 2, 3
      ON CONFLICT DO NOTHING;

  -- Messages that an earlier run prepared and nobody needs any more.
  DELETE FROM address_message m
   USING attempt a
   WHERE a.id = m.attempt_id AND a.chunk_id = ANY (chunks) AND a.state = 'ready'
     AND NOT EXISTS (SELECT 1 FROM recipient r WHERE r.attempt_id = a.id);
  DELETE FROM attempt a
   WHERE a.chunk_id = ANY (chunks) AND a.state = 'ready'
     AND NOT EXISTS (SELECT 1 FROM recipient r WHERE r.attempt_id = a.id);

  RETURN QUERY
    SELECT a.id, a.chunk_id, a.channel, a.address_token, a.reference::text FROM attempt a
     WHERE a.chunk_id = ANY (chunks) AND a.state = 'ready'
     ORDER BY a.sending_at NULLS FIRST, a.id;
END
$$;
