-- A worker gives its chunk back because sending is not allowed now: the chunk waits like one that nobody
-- has touched. Nothing happens when the lease is lost.
CREATE OR REPLACE FUNCTION give_back_chunk(chunk bigint, lease uuid)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  UPDATE chunk c SET state = 'waiting', lease_token = NULL, lease_until = NULL
   WHERE c.id = chunk AND c.lease_token = lease AND c.state = 'working';
$$;
