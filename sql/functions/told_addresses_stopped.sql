-- Addresses of a dispatch that were not worked on because it was stopped, for the current analyst; NULL
-- for a dispatch of another organisation. Addresses are no persons: the number is exact.
CREATE OR REPLACE FUNCTION told_addresses_stopped(dispatch bigint)
RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT c.addresses_stopped
    FROM dispatch d
    JOIN current_analyst() a ON a.organisation_id = d.organisation_id
    CROSS JOIN dispatch_counts(d.id) c
   WHERE d.id = dispatch;
$$;
