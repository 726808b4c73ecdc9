-- Purpose: whether a geometry in a known system can be one of Norway's. Run before a transform, which
-- raises on coordinates that its system does not have.
CREATE OR REPLACE FUNCTION is_near_norway(shape geometry) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  IF ST_SRID(shape) IN (4258, 4326) THEN
    RETURN ST_XMin(shape) >= -10 AND ST_XMax(shape) <= 35
      AND ST_YMin(shape) >= 57 AND ST_YMax(shape) <= 81;
  END IF;
  RETURN ST_SRID(shape) IN (25832, 25833, 25835)
    AND ST_XMin(shape) >= -700000 AND ST_XMax(shape) <= 1800000
    AND ST_YMin(shape) >= 6300000 AND ST_YMax(shape) <= 9000000;
END
$$;
