-- Counts and checksum of an address list. units is NULL where unit data is missing for any included
-- address. removed: taken out by a person, also where nothing selects them. one_per_unit: one for each
-- unit, and one for an address that has none or of which none is known.
DROP FUNCTION IF EXISTS address_list_totals(bigint);
CREATE OR REPLACE FUNCTION address_list_totals(list_id bigint)
RETURNS TABLE (
  included bigint, units bigint, outside_territory bigint, taken_out bigint, added bigint,
  removed bigint, one_per_unit bigint, checksum text
)
LANGUAGE sql STABLE
AS $$
  SELECT count(*) FILTER (WHERE l.included),
         CASE WHEN count(l.units) FILTER (WHERE l.included) = count(*) FILTER (WHERE l.included)
              THEN coalesce(sum(cardinality(l.units)) FILTER (WHERE l.included), 0) END,
         count(*) FILTER (WHERE l.reason = 'outside_territory'),
         count(*) FILTER (WHERE l.reason = 'taken_out'),
         count(*) FILTER (WHERE l.reason = 'added'),
         count(*) FILTER (WHERE l.reason IN ('removed', 'removed_unselected')),
         coalesce(sum(greatest(coalesce(cardinality(l.units), 1), 1)) FILTER (WHERE l.included), 0),
         address_list_checksum(list_id)
    FROM listed_address l
   WHERE l.address_list_id = list_id;
$$;
