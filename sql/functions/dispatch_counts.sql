-- Progress of a dispatch, counted from its rows in one snapshot, so that it adds up at every moment:
--   addresses = waiting + working + done + failed + stopped addresses
--   residents = no_contact + the nine states of the message that each resident is reached by
-- messages: those handed over, <= their residents: a shared number or e-mail gets one message.
DROP FUNCTION IF EXISTS dispatch_counts(bigint);

CREATE OR REPLACE FUNCTION dispatch_counts(dispatch bigint)
RETURNS TABLE (
  addresses bigint, addresses_waiting bigint, addresses_working bigint, addresses_done bigint,
  addresses_failed bigint,
  residents bigint, no_contact bigint, ready bigint, sending bigint, accepted bigint,
  delivered bigint, not_delivered bigint, refused bigint, unknown bigint, given_up bigint,
  messages bigint, addresses_stopped bigint, stopped bigint
)
LANGUAGE sql STABLE
AS $$
  WITH c AS (
    -- One that is worked on again, for a second channel, has been done.
    SELECT CASE WHEN rounds_again > 0 AND state IN ('waiting', 'working') THEN 'done' ELSE state END
             AS state,
           sum(address_count)::bigint AS n
      FROM chunk WHERE dispatch_id = dispatch GROUP BY 1
  ), r AS (
    SELECT coalesce(a.state, 'no_contact') AS state, count(*) AS n, count(DISTINCT a.id) AS m
      FROM recipient r LEFT JOIN attempt a ON a.id = r.attempt_id
     WHERE r.dispatch_id = dispatch GROUP BY 1
  ), c1 AS (
    SELECT coalesce(sum(n), 0)::bigint AS addresses,
           coalesce(sum(n) FILTER (WHERE state = 'waiting'), 0)::bigint AS w,
           coalesce(sum(n) FILTER (WHERE state = 'working'), 0)::bigint AS k,
           coalesce(sum(n) FILTER (WHERE state = 'done'), 0)::bigint AS d,
           coalesce(sum(n) FILTER (WHERE state = 'failed'), 0)::bigint AS f,
           coalesce(sum(n) FILTER (WHERE state = 'stopped'), 0)::bigint AS s
      FROM c
  )
  SELECT c1.addresses, c1.w, c1.k, c1.d, c1.f,
         coalesce(sum(n), 0)::bigint,
         coalesce(sum(n) FILTER (WHERE state = 'no_contact'), 0)::bigint,
         coalesce(sum(n) FILTER (WHERE state = 'ready'), 0)::bigint,
         coalesce(sum(n) FILTER (WHERE state = 'sending'), 0)::bigint,
         coalesce(sum(n) FILTER (WHERE state = 'accepted'), 0)::bigint,
         coalesce(sum(n) FILTER (WHERE state = 'delivered'), 0)::bigint,
         coalesce(sum(n) FILTER (WHERE state = 'not_delivered'), 0)::bigint,
         coalesce(sum(n) FILTER (WHERE state = 'refused'), 0)::bigint,
         coalesce(sum(n) FILTER (WHERE state = 'unknown'), 0)::bigint,
         coalesce(sum(n) FILTER (WHERE state = 'given_up'), 0)::bigint,
         coalesce(sum(m) FILTER (WHERE state IN ('accepted', 'delivered', 'not_delivered')), 0)::bigint, c1.s,
         coalesce(sum(n) FILTER (WHERE state = 'stopped'), 0)::bigint
    FROM c1 LEFT JOIN r ON true
   GROUP BY 1, 2, 3, 4, 5, c1.s;
$$;
