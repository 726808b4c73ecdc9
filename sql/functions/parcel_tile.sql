-- Layers `parcel` and `parcel_label` of a vector tile (Mapbox Vector Tile 2.1): outlines, and from zoom
-- 16 a point inside each parcel with its number as `text`.
--
-- z, x, y:  tile number, EPSG:3857. Empty below zoom 10; from 10 to 14 only parcels wider than about
--           1/64 of the tile (at 14: 1/128), so that the land shows while the tile stays small.
--
-- Plan: outlines are lines, since cutting a polygon to the tile takes twice as long.
CREATE OR REPLACE FUNCTION parcel_tile(z integer, x integer, y integer)
RETURNS bytea
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH near AS MATERIALIZED (
    SELECT p.geom, p.label FROM parcel p
     WHERE z >= 10 AND p.geom && tile_bounds(z, x, y, 0.015625)
       AND (z >= 15 OR ST_Area(p.geom) > (20037508 / 2 ^ (z + CASE WHEN z = 14 THEN 6 ELSE 5 END)) ^ 2)
  ), outline AS (
    SELECT ST_AsMVTGeom(ST_Transform(ST_Boundary(geom), 3857), ST_TileEnvelope(z, x, y), 4096, 64) AS geom
      FROM near
  ), inside AS (
    SELECT ST_AsMVTGeom(
             ST_Transform(ST_PointOnSurface(geom), 3857), ST_TileEnvelope(z, x, y), 4096, 0) AS geom,
           label AS text
      FROM near WHERE z >= 16 AND label <> ''
  )
  SELECT (SELECT ST_AsMVT(outline, 'parcel') FROM outline WHERE geom IS NOT NULL)
      || (SELECT ST_AsMVT(inside, 'parcel_label') FROM inside WHERE geom IS NOT NULL);
$$;
