-- Layer `address` of a vector tile (Mapbox Vector Tile 2.1): one point per address point.
--
-- z, x, y:  tile number, EPSG:3857. Empty below zoom 10; from 10 to 13 one point per 1/128 of the tile's
--           width, so that towns show while the tile stays small.
--
-- Attributes: `addresses`, how many share the point; at zoom 16 and more `text`, house number and letter of
-- the first, or gnr/bnr where there is no street: nobody could read it before, and a browser reads them all.
--
-- Plan: the tile is transformed, never the column, so that the index on geom is used.
CREATE OR REPLACE FUNCTION address_tile(z integer, x integer, y integer)
RETURNS bytea
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH shown AS (
    SELECT a.geom AS place, count(*)::integer AS addresses,
           CASE WHEN z >= 16 THEN min(coalesce(a.number || a.letter, a.gnr || '/' || a.bnr)) END AS text
      FROM address a
     WHERE z >= 14 AND a.geom && tile_bounds(z, x, y, 0.03125)
     GROUP BY a.geom
    UNION ALL
    SELECT ST_SnapToGrid(a.geom, 20037508 / 2 ^ (z + 6)), count(*)::integer, NULL
      FROM address a
     WHERE z BETWEEN 10 AND 13 AND a.geom && tile_bounds(z, x, y, 0.03125)
     GROUP BY 1
  )
  SELECT ST_AsMVT(tile, 'address')
    FROM (
      SELECT ST_AsMVTGeom(ST_Transform(s.place, 3857), ST_TileEnvelope(z, x, y), 4096, 128) AS geom,
             s.text, s.addresses
        FROM shown s
    ) AS tile
   WHERE tile.geom IS NOT NULL;
$$;
