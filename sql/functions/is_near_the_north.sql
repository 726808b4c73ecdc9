-- Purpose: whether a geometry in EPSG:25833 can be in Norway or Denmark: some room around both.
CREATE OR REPLACE FUNCTION is_near_the_north(shape geometry) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT ST_XMin(shape) >= -700000 AND ST_XMax(shape) <= 1800000
    AND ST_YMin(shape) >= 5950000 AND ST_YMax(shape) <= 9000000
$$;
