-- Purpose: an outline of a described source as MultiPolygon in EPSG:25833, metres, arcs as lines that
-- leave them by at most 0.01 m. Never raises: null where it is no surface, PostGIS does not know its
-- system, or it is nowhere near Norway and Denmark.
CREATE OR REPLACE FUNCTION described_surface(shape geometry) RETURNS geometry
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE
  surface geometry;
BEGIN
  IF shape IS NULL OR ST_IsEmpty(shape) OR ST_Dimension(shape) <> 2 THEN
    RETURN NULL;
  END IF;
  surface := ST_ForcePolygonCCW(ST_Multi(ST_Force2D(ST_CurveToLine(shape, 0.01, 1, 0))));
  surface := in_storage_crs(surface);
  RETURN CASE WHEN is_near_the_north(surface) THEN surface END;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END
$$;
