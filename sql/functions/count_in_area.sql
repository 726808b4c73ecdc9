-- How many addresses and units does an area select, per municipality? The count of units_in_area,
-- without the rows: from the same search.
--
-- Parameters as in units_in_area. unit_count: of the addresses where it is known, NULL for none;
-- unknown_count: addresses without unit data.
--
-- Plan: kept by the session, since planning takes as long as counting a street; grouped by hashing,
-- since sorting the rows of a town by municipality takes as long as finding them.
CREATE OR REPLACE FUNCTION count_in_area(area geometry, rule text)
RETURNS TABLE (
  municipality_number varchar, address_count bigint, unit_count bigint, unknown_count bigint
)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
SET plan_cache_mode = force_generic_plan
SET jit = off
SET enable_sort = off
AS $$
BEGIN
  IF rule = 'address-inside' THEN
    RETURN QUERY
      SELECT i.municipality_number, count(*), sum(i.unit_count), count(*) - count(i.unit_count)
        FROM addresses_inside(area) i
       GROUP BY i.municipality_number;
  ELSIF rule = 'own-parcel-overlaps' THEN
    RETURN QUERY
      SELECT p.municipality_number, count(*), sum(p.unit_count), count(*) - count(p.unit_count)
        FROM addresses_on_parcels(area) p
       GROUP BY p.municipality_number;
  ELSE
    RETURN QUERY
      SELECT i.municipality_number, count(*), sum(i.unit_count), count(*) - count(i.unit_count)
        FROM units_in_area(area, rule) i
       GROUP BY i.municipality_number;
  END IF;
END
$$;
