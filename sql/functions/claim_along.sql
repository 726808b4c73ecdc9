-- Take more chunks of the same dispatch along with one that has just been claimed, under its lease: what is
-- asked of the registers and handed to a gateway together costs one call instead of many.
--
-- first, lease:    the chunk that was claimed, and its lease
-- most_addresses:  so many in all; fewer near the end of a dispatch, so that all workers share it
-- most_searches:   so many look-ups in all: a chunk of houses needs one for each
--
-- The first chunk of a dispatch goes alone: residents hear sooner, and what is broken shows by little.
-- So does one that is tried again, and one of businesses: nothing is looked up for it. Nothing is taken along of a wave that is not open, nor of a dispatch that
-- is held: somebody may have pressed a button since the claim. Returns the chunks that were taken along.
CREATE OR REPLACE FUNCTION claim_along(
  first bigint, lease uuid, most_addresses integer, most_searches integer
)
RETURNS SETOF bigint
LANGUAGE sql VOLATILE
AS $$
  WITH begun AS (
    SELECT c.*, d.waves_opened,
           CASE c.lookup WHEN 'houses' THEN c.address_count ELSE 1 END AS searches
      FROM chunk c JOIN dispatch d ON d.id = c.dispatch_id AND sending_is_allowed(d)
     WHERE c.id = first AND c.lease_token = lease AND c.problem = '' AND c.lookup <> 'businesses'
       AND EXISTS (SELECT 1 FROM chunk o
                    WHERE o.dispatch_id = c.dispatch_id AND o.state IN ('working', 'done')
                      AND o.id <> first)
  ), rest AS (
    SELECT least(most_addresses, greatest(sum(c.address_count) / 16, 40)) AS most
      FROM chunk c JOIN begun b ON c.dispatch_id = b.dispatch_id
     WHERE c.state = 'waiting' AND c.wave <= b.waves_opened
  ), candidate AS (
    SELECT c.id, c.position, c.address_count,
           CASE c.lookup WHEN 'houses' THEN c.address_count ELSE 1 END AS searches
      FROM chunk c JOIN begun b ON c.dispatch_id = b.dispatch_id
     WHERE c.state = 'waiting' AND c.problem = '' AND c.not_before <= now()
       AND c.lookup <> 'businesses'
       AND c.municipality_number = b.municipality_number AND c.wave <= b.waves_opened
     ORDER BY c.position
     LIMIT most_searches
       FOR UPDATE OF c SKIP LOCKED
  ), summed AS (
    SELECT id, sum(address_count) OVER upto AS addresses, sum(searches) OVER upto AS searches
      FROM candidate WINDOW upto AS (ORDER BY position)
  )
  UPDATE chunk c SET state = 'working', lease_token = lease, lease_until = b.lease_until
    FROM summed s, begun b, rest r
   WHERE c.id = s.id AND s.addresses + b.address_count <= r.most
     AND s.searches + b.searches <= most_searches
  RETURNING c.id;
$$;
