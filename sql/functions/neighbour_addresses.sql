-- Addresses of the neighbours of parcels: those that stand on a parcel that is one, each once.
--
-- parcels: source ids (teigId); metres: see parcel_neighbours. What stands on one of the parcels, or is
-- of their own property, is no neighbour's. is_on: it stands on a neighbour parcel; where not, only its
-- property is there, and distance_m is from the parcels to the address (another parcel, perhaps far away).
--
-- parcel_id: the nearest of the neighbour parcels that it stands on or belongs to.
CREATE OR REPLACE FUNCTION neighbour_addresses(parcels text[], metres float8)
RETURNS TABLE (
  address_id bigint, parcel_id bigint, how text, distance_m float8, is_on boolean
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH subject AS MATERIALIZED (
    SELECT parcels_known(parcels) AS ids
  ), neighbour AS MATERIALIZED (
    SELECT n.* FROM subject s, parcel_neighbours(s.ids, metres) n WHERE NOT n.is_same_property
  ), linked AS (
    SELECT DISTINCT ON (l.address_id) l.address_id, n.parcel_id, n.how, n.distance_m, l.stands_on
      FROM neighbour n
      JOIN parcel_address l ON l.parcel_id = n.parcel_id
     ORDER BY l.address_id, NOT l.stands_on,
              array_position(ARRAY['adjoining', 'across_road', 'within'], n.how), n.distance_m
  )
  SELECT l.address_id, l.parcel_id, l.how,
         CASE WHEN l.stands_on THEN l.distance_m ELSE (
           SELECT min(ST_Distance(p.geom, a.geom)) FROM subject s
             JOIN parcel p ON p.id = ANY (s.ids) JOIN address a ON a.id = l.address_id) END,
         l.stands_on
    FROM linked l
   WHERE NOT EXISTS (
     SELECT FROM subject s JOIN parcel_address own ON own.parcel_id = ANY (s.ids)
      WHERE own.address_id = l.address_id);
$$;
