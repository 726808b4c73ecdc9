-- The part of a web-map tile in which there can be cadastre data, EPSG:25833; NULL for none.
--
-- z, x, y:   tile number in the usual web map scheme (EPSG:3857, y from the north)
-- margin:    share of the tile's width to look beyond its edge, so that symbols are not cut
--
-- The tile is cut to Norway's surroundings first: UTM is meaningless on the other side of the globe.
-- Its edges are curved in EPSG:25833, so they get vertices before the transformation.
CREATE OR REPLACE FUNCTION tile_bounds(z integer, x integer, y integer, margin float8)
RETURNS geometry
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  WITH near AS (
    SELECT ST_Intersection(
             ST_TileEnvelope(z, x, y, margin => margin),
             ST_Transform(ST_MakeEnvelope(-10, 56, 40, 82, 4326), 3857)) AS tile
  )
  SELECT ST_Transform(ST_Segmentize(tile, ST_Perimeter(tile) / 64), 25833)
    FROM near WHERE ST_Area(tile) > 0;
$$;
