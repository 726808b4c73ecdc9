-- The part of the map that a territory fills: its borders, or its addresses where no border is
-- loaded. EPSG:4326 degrees; all NULL where nothing is loaded. territory NULL means all of it.
--
-- Plan: at most 100,000 addresses, as many of each municipality: a page that only wants to know where to
-- begin does not wait for those of a whole country.
CREATE OR REPLACE FUNCTION territory_extent(territory text[])
RETURNS TABLE (west float8, south float8, east float8, north float8)
LANGUAGE sql STABLE
AS $$
  WITH loaded AS (
    SELECT ST_SetSRID(ST_Extent(m.border), 25833) AS box FROM municipality m
     WHERE territory IS NULL OR m.number = ANY (territory)
  ), extent AS (
    SELECT coalesce(l.box, (
             SELECT ST_SetSRID(ST_Extent(a.geom), 25833)
               FROM coalesce(territory, ARRAY(SELECT number::text FROM municipality)) AS numbers
              CROSS JOIN unnest(numbers) AS wanted (number)
              CROSS JOIN LATERAL (
                SELECT near.geom FROM address near WHERE near.municipality_number = wanted.number
                 LIMIT 100000 / nullif(cardinality(numbers), 0)) a)) AS box
      FROM loaded l
  )
  SELECT ST_XMin(d.box), ST_YMin(d.box), ST_XMax(d.box), ST_YMax(d.box)
    FROM extent e, LATERAL (SELECT ST_Transform(ST_Envelope(e.box), 4326) AS box) d;
$$;
