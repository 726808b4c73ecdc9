-- Where the selected addresses of a part of the map lie: one row per point, with how many share it.
--
-- Parameters as in chosen_addresses, then the part of the map (EPSG:4326 degrees) and how many rows
-- to return at most (ask for one more than is wanted to see that there are more).
DROP FUNCTION IF EXISTS selected_points(geometry, text, text[], text[], text[], float8, float8, float8, float8, integer);
DROP FUNCTION IF EXISTS selected_points(
  geometry, geometry, text, text[], text[], text[], float8, float8, float8, float8, integer);
DROP FUNCTION IF EXISTS selected_points(
  geometry, geometry, text, text[], text[], text[], jsonb, float8, float8, float8, float8, integer);
CREATE OR REPLACE FUNCTION selected_points(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb, adjustments jsonb, west float8, south float8, east float8, north float8, max_rows integer
)
RETURNS TABLE (longitude float8, latitude float8, address_count bigint, is_left_out boolean)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT ST_X(ST_Transform(a.geom, 4326)), ST_Y(ST_Transform(a.geom, 4326)), count(*),
         bool_and(NOT is_included(s.reason))
    FROM chosen_addresses(
           area, excluded, rule, streets, addresses, territory, filters, adjustments) s
    JOIN address a ON a.id = s.address_id
   WHERE a.geom && ST_Transform(
           ST_Segmentize(ST_MakeEnvelope(west, south, east, north, 4326), 0.1), 25833)
   GROUP BY a.geom
   LIMIT max_rows;
$$;
