-- Why the addresses near a place are in a selection or left out of it; no row for those it does not know.
--
-- Parameters as in chosen_addresses, then the place and the radius as in addresses_at. What the address says
-- of its place comes along, so that a reason can name the street or district.
DROP FUNCTION IF EXISTS selected_at(
  geometry, geometry, text, text[], text[], text[], jsonb, jsonb, float8, float8, float8);
CREATE OR REPLACE FUNCTION selected_at(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb, adjustments jsonb, longitude float8, latitude float8, radius_m float8
)
RETURNS TABLE (
  source_id text, reason text, adjustment text, municipality_number varchar, street_code text,
  number integer, letter text, census_tract text, postcode varchar, gnr integer, bnr integer, fnr integer
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH near AS MATERIALIZED (
    SELECT a.* FROM address a
     WHERE ST_DWithin(
             a.geom, ST_Transform(ST_SetSRID(ST_MakePoint(longitude, latitude), 4326), 25833), radius_m)
  )
  SELECT n.source_id, c.reason, c.adjustment, n.municipality_number, n.street_code, n.number, n.letter,
         n.census_tract, n.postcode, n.gnr, n.bnr, n.fnr
    FROM chosen_addresses(
           area, excluded, rule, streets, addresses, territory, filters, adjustments) c
    JOIN near n ON n.id = c.address_id;
$$;
