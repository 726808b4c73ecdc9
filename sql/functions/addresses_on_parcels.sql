-- The addresses that stand on a parcel which an area overlaps by more than 1 m², or holds wholly (or a
-- whole part of it): each once.
--
-- area: polygon or multipolygon, valid, EPSG:25833 (metres); NULL selects nothing
--
-- Plan: only the parcels on the edge are looked at (parcels_on_edge). Any other parcel on which an address
-- in the area stands is inside too, so the addresses are found by their points, as in addresses_inside, and
-- that they stand on one by one bit each (note_standing): no row of a table is read for them. No SET clause, so
-- that it is inlined: a count makes no rows.
CREATE OR REPLACE FUNCTION addresses_on_parcels(area geometry)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer)
LANGUAGE sql STABLE
AS $$
  WITH edge AS MATERIALIZED (
    SELECT * FROM parcels_on_edge(area)
  ), near AS MATERIALIZED (
    SELECT l.address_id AS id, bool_or(e.overlaps) AS overlaps
      FROM edge e JOIN parcel_address l ON l.parcel_id = e.parcel_id AND l.stands_on
     GROUP BY l.address_id
  ), within AS MATERIALIZED (
    SELECT a.id, a.municipality_number, a.unit_count
      FROM spans_of_area(area) s
      JOIN address a ON floor(ST_Y(a.geom) / 50)::integer = s.strip
       AND ST_X(a.geom) >= s.x_from AND ST_X(a.geom) < s.x_to
     -- Not those up to 0.05 m outside: their parcels are outside too.
     WHERE (s.edges IS NULL OR ST_Intersects(area, a.geom))
       AND a.id NOT IN (SELECT n.id FROM near n)
  ), standing AS MATERIALIZED (
    SELECT * FROM address_standing
  )
  SELECT a.id, a.municipality_number, a.unit_count
    FROM near n JOIN address a ON a.id = n.id
   WHERE n.overlaps OR (ST_Intersects(area, a.geom) AND EXISTS (
           SELECT FROM parcel_address l
            WHERE l.address_id = a.id AND l.stands_on
              AND l.parcel_id NOT IN (SELECT e.parcel_id FROM edge e)))
  UNION ALL
  SELECT w.id, w.municipality_number, w.unit_count
    FROM within w JOIN standing s ON s.block = w.id >> 10
   WHERE get_bit(s.bits, (w.id & 1023)::integer) = 1;
$$;
