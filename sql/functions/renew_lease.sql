-- Keep a chunk for lease_seconds more. False when the lease is lost.
CREATE OR REPLACE FUNCTION renew_lease(chunk bigint, lease uuid, lease_seconds integer)
RETURNS boolean
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  UPDATE chunk c SET lease_until = now() + make_interval(secs => lease_seconds)
   WHERE c.id = chunk AND c.lease_token = lease AND c.state = 'working';
  RETURN FOUND;
END
$$;
