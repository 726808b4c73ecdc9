-- The tile of the map: calls public.parcel_tile, which see for layers and attributes.
--
-- z, x, y:  tile number, EPSG:3857, y from the north
CREATE OR REPLACE FUNCTION gis.parcel_tile(z integer, x integer, y integer)
RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT public.parcel_tile(z, x, y);
$$;
COMMENT ON FUNCTION gis.parcel_tile IS 'Vektorflis (MVT) med teiggrenser, fra zoom 16 med matrikkelnummer';
