-- Layer `address` of a vector tile (Mapbox Vector Tile 2.1): one point per address point.
--
-- z, x, y:  tile number, EPSG:3857. Empty below zoom 13: too many points to tell apart.
--
-- Attributes: `text`, house number and letter, or gnr/bnr where there is no street; `addresses`, how
-- many addresses share the point (`text` is then the first).
--
-- Plan: the tile is transformed, never the column, so that the index on geom is used.
CREATE OR REPLACE FUNCTION address_tile(z integer, x integer, y integer)
RETURNS bytea
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT ST_AsMVT(tile, 'address')
    FROM (
      SELECT ST_AsMVTGeom(ST_Transform(a.geom, 3857), ST_TileEnvelope(z, x, y), 4096, 128) AS geom,
             min(coalesce(a.number || a.letter, a.gnr || '/' || a.bnr)) AS text,
             count(*)::integer AS addresses
        FROM address a
       WHERE z >= 13 AND a.geom && tile_bounds(z, x, y, 0.03125)
       GROUP BY a.geom
    ) AS tile
   WHERE tile.geom IS NOT NULL;
$$;
