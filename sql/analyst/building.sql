-- Buildings by their point: outlines are not open data.
CREATE OR REPLACE VIEW gis.building AS
SELECT id, source_id, building_number, municipality_number, building_type, status,
       source_updated_at, geom
  FROM public.building;

COMMENT ON VIEW gis.building IS 'Bygninger ved bygningspunkt';
COMMENT ON COLUMN gis.building.id IS 'Nøkkel i Geotarget';
COMMENT ON COLUMN gis.building.source_id IS 'bygningId i matrikkelen';
COMMENT ON COLUMN gis.building.building_number IS 'Bygningsnummer';
COMMENT ON COLUMN gis.building.municipality_number IS 'Kommunenummer, fire tegn';
COMMENT ON COLUMN gis.building.building_type IS 'Bygningstype, tre siffer (111 enebolig); tom der den ikke er levert';
COMMENT ON COLUMN gis.building.status IS 'Bygningsstatus slik den er levert (TB tatt i bruk)';
COMMENT ON COLUMN gis.building.source_updated_at IS 'Oppdateringsdato i matrikkelen';
COMMENT ON COLUMN gis.building.geom IS 'Bygningspunkt, EPSG:25833';
