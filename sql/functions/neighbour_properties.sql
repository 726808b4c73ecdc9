-- The properties that neighbour some parcels, unbuilt ones too: each number once, nearest first.
--
-- Parameters as in neighbour_addresses. number: as property_number has it, without section; '' for a
-- parcel that no property is known of. A property is there by its parcels, and by an address that stands
-- on one (leased ground without outline). how and distance_m are those of its nearest parcel.
-- addresses: those of the number that stand on the neighbour parcels; units: at them, NULL where no unit
-- data is loaded for some.
CREATE OR REPLACE FUNCTION neighbour_properties(parcels text[], metres float8)
RETURNS TABLE (
  number text, how text, distance_m float8, parcels_there bigint, addresses bigint, units bigint,
  is_disputed boolean, is_like_a_road boolean
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH neighbour AS MATERIALIZED (
    SELECT n.* FROM parcel_neighbours(parcels_known(parcels), metres) n WHERE NOT n.is_same_property
  ), house AS MATERIALIZED (
    SELECT n.parcel_id, n.how, n.distance_m, a.unit_count,
           coalesce(property_number(a.municipality_number, a.gnr, a.bnr, a.fnr), '') AS number
      FROM neighbour_addresses(parcels, metres) n JOIN address a ON a.id = n.address_id
     WHERE n.is_on
  ), held AS (
    SELECT n.parcel_id, n.how, n.distance_m,
           coalesce(property_number(u.municipality_number, u.gnr, u.bnr, u.fnr), '') AS number
      FROM neighbour n
      LEFT JOIN parcel_cadastral_unit l ON l.parcel_id = n.parcel_id
      LEFT JOIN cadastral_unit u ON u.id = l.cadastral_unit_id
     UNION
    SELECT h.parcel_id, h.how, h.distance_m, h.number FROM house h
  ), built AS (
    SELECT h.number, count(*) AS addresses,
           CASE WHEN count(h.unit_count) = count(*) THEN sum(h.unit_count) END AS units
      FROM house h GROUP BY h.number
  ), property AS (
    SELECT h.number,
           min(array_position(ARRAY['adjoining', 'across_road', 'within'], h.how)) AS rank,
           min(h.distance_m) AS distance_m, count(*) AS parcels_there, bool_or(p.is_disputed) AS is_disputed,
           bool_and(is_like_a_road(p.geom)) AS is_like_a_road
      FROM held h JOIN parcel p ON p.id = h.parcel_id
     GROUP BY h.number
  )
  SELECT p.number, (ARRAY['adjoining', 'across_road', 'within'])[p.rank], p.distance_m,
         p.parcels_there, coalesce(b.addresses, 0),
         CASE WHEN b.addresses IS NULL THEN 0 ELSE b.units END, p.is_disputed,
         p.is_like_a_road AND b.addresses IS NULL
    FROM property p
    LEFT JOIN built b ON b.number = p.number
   ORDER BY p.rank, p.distance_m, p.number;
$$;
