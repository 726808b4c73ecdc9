-- Give chunks back that had the same fate: done, or waiting for another try.
--
-- chunks:   of one dispatch and one municipality, in work under the lease
-- wait:     seconds until the next try, NULL when done
-- why:      domain.delivery_state.Problem of this try, '' when there was none
-- shared:   problems that the other chunks of the dispatch would meet too
-- of_a_register: a register refused, by the access of this municipality, or only this question
--
-- With a shared problem the waiting chunks of the dispatch wait along (those of residents and those of
-- businesses each among themselves: not all meet the same registers), each for as long as the most
-- unlucky one: a broken gateway gets a probe now and then instead of everything. As soon as a chunk
-- gets through, they go on, and the problem is gone from those in work too.
-- What a register refuses holds no other municipality, and its own only until one of its chunks has got
-- through; the one that was refused waits a little longer than they, so that they are not held by it for ever.
-- tries counts what had to wait; a killed worker does not count.
-- Does nothing to a chunk whose lease is lost: it is somebody else's then.
DROP FUNCTION IF EXISTS finish_chunk(bigint, uuid, integer, text, text[]);
DROP FUNCTION IF EXISTS finish_chunk(bigint[], uuid, integer, text, text[]);

CREATE OR REPLACE FUNCTION finish_chunk(
  chunks bigint[], lease uuid, wait integer, why text, shared text[], of_a_register boolean
)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  longer CONSTANT interval := interval '3 seconds';
  finished record;
  siblings bigint[];
BEGIN
  PERFORM 1 FROM chunk c WHERE c.id = ANY (chunks) AND c.lease_token = lease ORDER BY c.id FOR UPDATE;
  WITH given_back AS (
    UPDATE chunk c
       SET state = CASE WHEN wait IS NULL THEN 'done' ELSE 'waiting' END,
           not_before = now() + make_interval(secs => coalesce(wait, 0))
                        + CASE WHEN of_a_register THEN longer ELSE interval '0' END,
           tries = c.tries + CASE WHEN wait IS NULL THEN 0 ELSE 1 END,
           problem = why, lease_token = NULL, lease_until = NULL
     WHERE c.id = ANY (chunks) AND c.lease_token = lease
    RETURNING c.dispatch_id, c.municipality_number, c.tries, c.not_before,
              c.lookup = 'businesses' AS is_business
  )
  SELECT dispatch_id, max(municipality_number) AS municipality_number, max(tries) AS tries,
         max(not_before) - CASE WHEN of_a_register THEN longer ELSE interval '0' END AS not_before,
         bool_or(is_business) AS is_business
    INTO finished
    FROM given_back GROUP BY 1;
  IF NOT FOUND OR (wait IS NOT NULL AND why <> ALL (shared)) THEN
    RETURN;
  END IF;
  IF of_a_register AND EXISTS (
       SELECT FROM chunk c
        WHERE c.dispatch_id = finished.dispatch_id AND c.state = 'done' AND c.id <> ALL (chunks)
          AND c.municipality_number = finished.municipality_number
          AND (c.lookup = 'businesses') = finished.is_business) THEN
    RETURN;
  END IF;

  siblings := ARRAY(
    SELECT c.id FROM chunk c
     WHERE c.dispatch_id = finished.dispatch_id AND c.id <> ALL (chunks)
       AND (c.lookup = 'businesses') = finished.is_business
       AND CASE WHEN wait IS NULL
                THEN c.state IN ('waiting', 'working') AND c.problem = ANY (shared)
                     AND (c.municipality_number = finished.municipality_number
                          OR c.problem NOT IN ('not_authorised', 'register_refuses'))
                ELSE c.state = 'waiting'
                     AND (c.municipality_number = finished.municipality_number
                          OR NOT of_a_register) END
       FOR UPDATE SKIP LOCKED);
  IF wait IS NULL THEN
    UPDATE chunk c SET not_before = now(), tries = 0, problem = '' WHERE c.id = ANY (siblings);
  ELSE
    UPDATE chunk c
       SET not_before = greatest(c.not_before, finished.not_before),
           tries = greatest(c.tries, finished.tries),
           problem = CASE WHEN c.problem = '' THEN why ELSE c.problem END
     WHERE c.id = ANY (siblings);
  END IF;
END
$$;
