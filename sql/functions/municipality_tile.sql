-- Layer `municipality` of a vector tile (Mapbox Vector Tile 2.1): borders with `number` and `name`.
--
-- z, x, y:  tile number, EPSG:3857. All zooms; the border is simplified to a quarter of a pixel.
CREATE OR REPLACE FUNCTION municipality_tile(z integer, x integer, y integer)
RETURNS bytea
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT ST_AsMVT(tile, 'municipality')
    FROM (
      SELECT ST_AsMVTGeom(
               ST_SimplifyPreserveTopology(ST_Transform(m.border, 3857), 20037508.34 / 2 ^ (z + 9)),
               ST_TileEnvelope(z, x, y), 4096, 64) AS geom,
             m.number, m.name
        FROM municipality m
       WHERE m.border && tile_bounds(z, x, y, 0.015625)
    ) AS tile
   WHERE tile.geom IS NOT NULL;
$$;
