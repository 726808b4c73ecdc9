-- Purpose: a coordinate of a described source to a point in EPSG:25833, metres. Never raises.
-- Parameters: EPSG code, north and east as text (latitude and longitude where the system is in degrees).
-- Null where a part is not a number, PostGIS does not know the code, or the point is nowhere near
-- Norway and Denmark.
CREATE OR REPLACE FUNCTION described_point(epsg text, north text, east text) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  n double precision := decimal_number(north);
  e double precision := decimal_number(east);
  point geometry;
BEGIN
  IF n IS NULL OR e IS NULL OR whole_number(epsg) IS NULL THEN
    RETURN NULL;
  END IF;
  point := in_storage_crs(ST_SetSRID(ST_MakePoint(e, n), epsg::integer));
  RETURN CASE WHEN is_near_the_north(point) THEN point END;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END
$$;
