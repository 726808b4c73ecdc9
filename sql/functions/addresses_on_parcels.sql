-- The addresses that stand on a parcel which an area overlaps by more than 1 m², or holds wholly (or a
-- whole part of it): each once.
--
-- area: polygon or multipolygon, valid, EPSG:25833 (metres); NULL selects nothing
--
-- Plan: only the parcels on the edge are looked at (parcels_on_edge). Any other parcel on which an address
-- in the area stands is inside too, so the addresses are found by their points, as in addresses_inside, and
-- that they stand on one by the index parcel_address_of_address: no row of a table is read for them.
CREATE OR REPLACE FUNCTION addresses_on_parcels(area geometry)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
SET plan_cache_mode = force_generic_plan
SET jit = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = off
AS $$
BEGIN
  RETURN QUERY
    WITH edge AS MATERIALIZED (
      SELECT * FROM parcels_on_edge(area)
    ), standing AS MATERIALIZED (
      SELECT DISTINCT l.address_id AS id
        FROM edge e JOIN parcel_address l ON l.parcel_id = e.parcel_id AND l.stands_on
       WHERE e.overlaps
    )
    SELECT a.id, a.municipality_number, a.unit_count FROM standing s JOIN address a ON a.id = s.id
    UNION ALL
    SELECT a.id, a.municipality_number, a.unit_count
      FROM spans_of_area(area) s
      JOIN address a ON floor(ST_Y(a.geom) / 50)::integer = s.strip
       AND ST_X(a.geom) >= s.x_from AND ST_X(a.geom) < s.x_to
     -- Not those up to 0.05 m outside: their parcels are outside too.
     WHERE (s.edges IS NULL OR ST_Intersects(area, a.geom))
       AND a.id NOT IN (SELECT t.id FROM standing t)
       AND EXISTS (SELECT FROM parcel_address l
                    WHERE l.address_id = a.id AND l.stands_on
                      AND l.parcel_id NOT IN (SELECT e.parcel_id FROM edge e));
END
$$;
