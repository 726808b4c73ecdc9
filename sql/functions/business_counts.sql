-- Businesses of a dispatch, counted from its rows in one snapshot; residents are in none of these numbers
-- (dispatch_counts.sql), and businesses in none of theirs.
--
-- is_open:    some of their chunks have not come to an end
-- has_failed: some chunk was given up at the deadline
-- untold_addresses: addresses whose businesses nobody came to before the end
-- The rest are businesses by the state of their one message; not_told: given up, or stopped before it left.
CREATE OR REPLACE FUNCTION business_counts(dispatch bigint)
RETURNS TABLE (
  is_open boolean, has_failed boolean, untold_addresses bigint,
  underway bigint, handed_over bigint, failed bigint, unknown bigint, not_told bigint, unsettled bigint
)
LANGUAGE sql STABLE
AS $$
  WITH part AS (
    SELECT c.state, cardinality(c.business_address_ids) AS addresses,
           EXISTS (SELECT FROM attempt a WHERE a.chunk_id = c.id) AS is_written
      FROM chunk c
     WHERE c.dispatch_id = dispatch AND c.lookup = 'businesses'
  ), whole AS (
    SELECT coalesce(bool_or(state IN ('waiting', 'working')), false) AS is_open,
           coalesce(bool_or(state = 'failed'), false) AS has_failed,
           coalesce(sum(addresses) FILTER (WHERE state IN ('failed', 'stopped') AND NOT is_written),
                    0)::bigint AS untold
      FROM part
  ), message AS (
    SELECT a.state FROM attempt a JOIN chunk c ON c.id = a.chunk_id
     WHERE c.dispatch_id = dispatch AND c.lookup = 'businesses'
  )
  SELECT w.is_open, w.has_failed, w.untold,
         count(*) FILTER (WHERE m.state IN ('ready', 'sending')),
         count(*) FILTER (WHERE m.state IN ('accepted', 'delivered')),
         count(*) FILTER (WHERE m.state IN ('refused', 'not_delivered')),
         count(*) FILTER (WHERE m.state = 'unknown'),
         count(*) FILTER (WHERE m.state IN ('given_up', 'stopped')),
         count(*) FILTER (WHERE m.state IN ('sending', 'accepted', 'unknown'))
    FROM whole w LEFT JOIN message m ON true
   GROUP BY 1, 2, 3;
$$;
