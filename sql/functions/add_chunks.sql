-- Write the chunks of a dispatch, in one statement: a town has thousands, and nothing leaves before they stand.
--
-- One element of each array for each chunk, in the order in which they are worked on.
-- address_ids, business_ids: arrays of listed_address.id in PostgreSQL's own spelling, since they differ in
--                            length: whose residents are told, and whose places of business. One is empty.
DROP FUNCTION IF EXISTS add_chunks(bigint, integer[], text[], text[], text[], text[], text[]);

CREATE OR REPLACE FUNCTION add_chunks(
  dispatch bigint, waves integer[], lookups text[], municipality_numbers text[], address_ids text[],
  business_ids text[], states text[], problems text[]
)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  INSERT INTO chunk (dispatch_id, position, wave, lookup, municipality_number, listed_address_ids,
                     business_address_ids, address_count, state, not_before, tries, problem, unread)
  SELECT dispatch, c.n - 1, c.wave, c.lookup, c.municipality_number, c.ids::bigint[],
         c.business_ids::bigint[], cardinality(c.ids::bigint[]), c.state, now(), 0, c.problem, 0
    FROM unnest(waves, lookups, municipality_numbers, address_ids, business_ids, states, problems)
         WITH ORDINALITY
         AS c(wave, lookup, municipality_number, ids, business_ids, state, problem, n)
   ORDER BY c.n;
$$;
