-- Purpose: a geometry in a known system to EPSG:25833, metres. Unchanged where it is there already;
-- else rounded to the millimetre, so that transforming the same coordinate again compares equal.
CREATE OR REPLACE FUNCTION in_storage_crs(shape geometry) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF ST_SRID(shape) = 25833 THEN
    RETURN shape;
  END IF;
  RETURN ST_SnapToGrid(ST_Transform(shape, 25833), 0.001);
END
$$;
