-- The parcels of a property, each once; those without an outline (punktfeste) are left out.
--
-- fnr: 0 for none. Sections have the parcels of their ground. geom: EPSG:25833.
CREATE OR REPLACE FUNCTION parcels_of_property(municipality text, gnr integer, bnr integer, fnr integer)
RETURNS TABLE (source_id text, area_m2 float8, geom geometry)
LANGUAGE sql STABLE
AS $$
  SELECT p.source_id, p.area_m2, p.geom
    FROM parcel p
   WHERE NOT ST_IsEmpty(p.geom)
     AND p.id IN (
       SELECT l.parcel_id
         FROM cadastral_unit u JOIN parcel_cadastral_unit l ON l.cadastral_unit_id = u.id
        WHERE u.municipality_number = $1 AND u.gnr = $2 AND u.bnr = $3 AND u.fnr = $4)
   ORDER BY p.source_id
$$;
