-- A worker gives the chunks of its round back because sending is not allowed now: they wait like those that
-- nobody has touched. Nothing happens to a chunk whose lease is lost.
DROP FUNCTION IF EXISTS give_back_chunk(bigint, uuid);

CREATE OR REPLACE FUNCTION give_back_chunk(chunks bigint[], lease uuid)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  WITH ours AS (
    SELECT c.id FROM chunk c
     WHERE c.id = ANY (chunks) AND c.lease_token = lease AND c.state = 'working'
     ORDER BY c.id FOR UPDATE
  )
  UPDATE chunk c SET state = 'waiting', lease_token = NULL, lease_until = NULL
    FROM ours WHERE c.id = ours.id;
$$;
