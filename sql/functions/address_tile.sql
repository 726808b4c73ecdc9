-- Layer `address` of a vector tile (Mapbox Vector Tile 2.1): one point per address point.
--
-- z, x, y:  tile number, EPSG:3857. Empty below zoom 9; from 9 to 12 one point per 1/256 of the tile's
--           width, so that towns show while the tile stays small.
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
      SELECT ST_AsMVTGeom(ST_Transform(a.place, 3857), ST_TileEnvelope(z, x, y), 4096, 128) AS geom,
             min(coalesce(a.number || a.letter, a.gnr || '/' || a.bnr)) AS text,
             count(*)::integer AS addresses
        FROM (
          SELECT number, letter, gnr, bnr,
                 CASE WHEN z >= 13 THEN near.geom
                      ELSE ST_SnapToGrid(near.geom, 20037508 / 2 ^ (z + 8)) END AS place
            FROM address near
           WHERE z >= 9 AND near.geom && tile_bounds(z, x, y, 0.03125)
        ) AS a
       GROUP BY a.place
    ) AS tile
   WHERE tile.geom IS NOT NULL;
$$;
