-- forget_addresses
-- At the end of the retention: delete at which addresses of a dispatch a message was accepted, in which
-- small area those residents live who are few there, and in which chunk anybody was found: a chunk may be
-- one house, and would tell for ever how many live there and what became of their messages. All residents
-- and their messages count to the first chunk from then on; nothing is counted by chunk any more.
--
-- Nor does a row name its message at the provider any more, who has the person beside it.
--
-- few: areas with fewer residents than this lose their counts (domain.small_counts.FEWEST_SHOWN).
--      They were never shown, so the result per small area reads as before.
CREATE OR REPLACE FUNCTION forget_addresses(dispatch bigint, few integer)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  DELETE FROM address_message m WHERE m.dispatch_id = dispatch;
  UPDATE recipient r SET small_area = ''
   WHERE r.dispatch_id = dispatch
     AND r.small_area IN (SELECT s.small_area FROM recipient s
                           WHERE s.dispatch_id = dispatch GROUP BY 1 HAVING count(*) < few);
  WITH first AS (
    SELECT min(c.id) AS id FROM chunk c WHERE c.dispatch_id = dispatch AND c.lookup <> 'businesses'
  )
  UPDATE recipient r SET chunk_id = first.id
    FROM first WHERE r.dispatch_id = dispatch AND r.chunk_id <> first.id;
  WITH first AS (
    SELECT min(c.id) AS id FROM chunk c WHERE c.dispatch_id = dispatch AND c.lookup <> 'businesses'
  )
  UPDATE attempt a SET chunk_id = first.id
    FROM first, chunk c
   WHERE a.dispatch_id = dispatch AND c.id = a.chunk_id AND c.lookup <> 'businesses'
     AND a.chunk_id <> first.id;
  UPDATE attempt a SET reference = gen_random_uuid()::text, provider_id = ''
   WHERE a.dispatch_id = dispatch;
END
$$;
