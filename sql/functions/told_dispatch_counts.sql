-- Progress of a dispatch for the current analyst: addresses, and persons as far as told_count tells
-- them. No row for a dispatch of another organisation. See dispatch_counts.
CREATE OR REPLACE FUNCTION told_dispatch_counts(dispatch bigint)
RETURNS TABLE (
  addresses bigint, addresses_done bigint, addresses_failed bigint,
  delivered bigint, accepted bigint, not_delivered bigint, unknown bigint, no_contact bigint,
  refused bigint, underway bigint, given_up bigint
)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT c.addresses, c.addresses_done, c.addresses_failed,
         told_count(c.delivered, c.residents), told_count(c.accepted, c.residents),
         told_count(c.not_delivered, c.residents), told_count(c.unknown, c.residents),
         told_count(c.no_contact, c.residents), told_count(c.refused, c.residents),
         told_count(c.ready + c.sending, c.residents), told_count(c.given_up, c.residents)
    FROM dispatch d
    JOIN current_analyst() a ON a.organisation_id = d.organisation_id
    CROSS JOIN dispatch_counts(d.id) c
   WHERE d.id = dispatch;
$$;
