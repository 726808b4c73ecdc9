-- Give a chunk back: done, or waiting for another try.
--
-- wait_seconds: NULL when done, else seconds until the next try
-- why:          domain.delivery_state.Problem of this try, '' when done
-- tries counts the tries that had to wait, which make the next wait longer; a killed worker does not.
-- Does nothing when the lease is lost: the chunk is somebody else's then.
CREATE OR REPLACE FUNCTION finish_chunk(chunk bigint, lease uuid, wait_seconds integer, why text)
RETURNS void
LANGUAGE sql VOLATILE
AS $$
  UPDATE chunk c
     SET state = CASE WHEN wait_seconds IS NULL THEN 'done' ELSE 'waiting' END,
         not_before = now() + make_interval(secs => coalesce(wait_seconds, 0)),
         tries = tries + CASE WHEN wait_seconds IS NULL THEN 0 ELSE 1 END,
         problem = why, lease_token = NULL, lease_until = NULL
   WHERE c.id = chunk AND c.lease_token = lease;
$$;
