-- Keep chunks for lease_seconds more. False when the lease on one of them is lost.
DROP FUNCTION IF EXISTS renew_lease(bigint, uuid, integer);

CREATE OR REPLACE FUNCTION renew_lease(chunks bigint[], lease uuid, lease_seconds integer)
RETURNS boolean
LANGUAGE sql VOLATILE
AS $$
  WITH ours AS (
    SELECT c.id FROM chunk c
     WHERE c.id = ANY (chunks) AND c.lease_token = lease AND c.state = 'working'
     ORDER BY c.id FOR UPDATE
  ), renewed AS (
    UPDATE chunk c SET lease_until = now() + make_interval(secs => lease_seconds)
      FROM ours WHERE c.id = ours.id
    RETURNING c.id
  )
  SELECT count(*) = cardinality(chunks) FROM renewed;
$$;
