-- The tile of the map: calls public.address_tile, which see for layers and attributes.
--
-- z, x, y:  tile number, EPSG:3857, y from the north
CREATE OR REPLACE FUNCTION gis.address_tile(z integer, x integer, y integer)
RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT public.address_tile(z, x, y);
$$;
COMMENT ON FUNCTION gis.address_tile IS 'Vektorflis (MVT) med adressepunkter; fra zoom 14 alle, fra 16 med husnummer';
