-- Addresses on other land of the properties that an area overlaps: what the rule of any parcel takes and the
-- rule of the own parcel does not, nearest to the area first.
--
-- The parameters before most_rows as in chosen_addresses; both rules are asked, whichever is the selection's.
-- number: of the property, as property_number has it. distance_m: from the area to the address. longitude,
-- latitude: EPSG:4326. found: how many there are, shown or not.
CREATE OR REPLACE FUNCTION same_property_elsewhere(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[], filters jsonb,
  adjustments jsonb, most_rows integer
)
RETURNS TABLE (
  source_id text, label text, number text, distance_m float8, longitude float8, latitude float8, found bigint
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH here AS MATERIALIZED (
    SELECT c.address_id AS id
      FROM chosen_addresses(area, excluded, 'own-parcel-overlaps', streets, addresses, territory, filters,
                            adjustments) c
     WHERE is_included(c.reason)
  ), elsewhere AS MATERIALIZED (
    SELECT c.address_id AS id
      FROM chosen_addresses(area, excluded, 'any-parcel-overlaps', streets, addresses, territory, filters,
                            adjustments) c
     WHERE is_included(c.reason) AND c.address_id NOT IN (SELECT h.id FROM here h)
  )
  SELECT a.source_id, a.label, coalesce(property_number(a.municipality_number, a.gnr, a.bnr, a.fnr), ''),
         ST_Distance(area, a.geom) AS distance_m, ST_X(p.place), ST_Y(p.place), count(*) OVER ()
    FROM elsewhere e
    JOIN address a ON a.id = e.id
   CROSS JOIN LATERAL (SELECT ST_Transform(a.geom, 4326) AS place) p
   ORDER BY distance_m, a.label, a.source_id
   LIMIT most_rows;
$$;
