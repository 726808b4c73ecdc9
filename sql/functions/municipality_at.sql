-- The municipality of a place: by its border, else that of the nearest address within 2 km. No row where
-- neither is known: at sea, abroad, or not loaded.
--
-- longitude, latitude: EPSG:4326 degrees. address, distance_m: the nearest address within 2 km.
CREATE OR REPLACE FUNCTION municipality_at(longitude float8, latitude float8)
RETURNS TABLE (number text, name text, address text, distance_m float8)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH place AS MATERIALIZED (
    SELECT ST_Transform(ST_SetSRID(ST_MakePoint(longitude, latitude), 4326), 25833) AS geom
  ), nearest AS (
    SELECT n.municipality_number, n.label, n.metres
      FROM place p
     CROSS JOIN LATERAL (
        SELECT a.municipality_number, a.label, ST_Distance(a.geom, p.geom) AS metres
          FROM address a ORDER BY a.geom <-> p.geom LIMIT 1) n
     WHERE n.metres <= 2000
  ), within AS (
    SELECT m.number FROM place p JOIN municipality m ON ST_Intersects(m.border, p.geom)
     ORDER BY m.number LIMIT 1
  )
  SELECT w.number, coalesce(m.name, w.number), n.label, n.metres
    FROM (SELECT coalesce((SELECT i.number FROM within i),
                          (SELECT o.municipality_number FROM nearest o)) AS number) w
    LEFT JOIN municipality m ON m.number = w.number
    LEFT JOIN nearest n ON true
   WHERE w.number IS NOT NULL
$$;
