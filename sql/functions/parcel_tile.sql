-- Layer `parcel` of a vector tile (Mapbox Vector Tile 2.1): parcels with their number as `text`.
--
-- z, x, y:  tile number, EPSG:3857. Empty below zoom 13.
CREATE OR REPLACE FUNCTION parcel_tile(z integer, x integer, y integer)
RETURNS bytea
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT ST_AsMVT(tile, 'parcel')
    FROM (
      SELECT ST_AsMVTGeom(ST_Transform(p.geom, 3857), ST_TileEnvelope(z, x, y), 4096, 64) AS geom,
             p.label AS text
        FROM parcel p
       WHERE z >= 13 AND p.geom && tile_bounds(z, x, y, 0.015625)
    ) AS tile
   WHERE tile.geom IS NOT NULL;
$$;
