-- Counts and checksum of an address list. units is NULL where unit data is missing for any included
-- address.
DROP FUNCTION IF EXISTS address_list_totals(bigint);
CREATE OR REPLACE FUNCTION address_list_totals(list_id bigint)
RETURNS TABLE (
  included bigint, units bigint, outside_territory bigint, taken_out bigint, checksum text
)
LANGUAGE sql STABLE
AS $$
  SELECT count(*) FILTER (WHERE l.included),
         CASE WHEN count(l.units) FILTER (WHERE l.included) = count(*) FILTER (WHERE l.included)
              THEN coalesce(sum(cardinality(l.units)) FILTER (WHERE l.included), 0) END,
         count(*) FILTER (WHERE l.reason = 'outside_territory'),
         count(*) FILTER (WHERE l.reason = 'taken_out'),
         address_list_checksum(list_id)
    FROM listed_address l
   WHERE l.address_list_id = list_id;
$$;
