-- Cadastral units by the land that they have: one row for each parcel of each cadastral unit.
CREATE OR REPLACE VIEW gis.property AS
SELECT l.id, c.source_id, c.municipality_number, c.gnr, c.bnr, c.fnr, c.snr, c.kind, c.name,
       c.is_point_lease, l.parcel_id, p.geom
  FROM public.parcel_cadastral_unit l
  JOIN public.cadastral_unit c ON c.id = l.cadastral_unit_id
  JOIN public.parcel p ON p.id = l.parcel_id;

COMMENT ON VIEW gis.property IS 'Matrikkelenheter med teigene sine: en rad for hver teig til hver matrikkelenhet';
COMMENT ON COLUMN gis.property.id IS 'Nøkkel i Geotarget for dette paret av matrikkelenhet og teig';
COMMENT ON COLUMN gis.property.source_id IS 'matrikkelenhetId i matrikkelen';
COMMENT ON COLUMN gis.property.municipality_number IS 'Kommunenummer, fire tegn';
COMMENT ON COLUMN gis.property.gnr IS 'Gårdsnummer';
COMMENT ON COLUMN gis.property.bnr IS 'Bruksnummer';
COMMENT ON COLUMN gis.property.fnr IS 'Festenummer; 0 er ingen';
COMMENT ON COLUMN gis.property.snr IS 'Seksjonsnummer; 0 er ingen';
COMMENT ON COLUMN gis.property.kind IS 'Matrikkelenhetstype slik den er levert';
COMMENT ON COLUMN gis.property.name IS 'Bruksnavn';
COMMENT ON COLUMN gis.property.is_point_lease IS 'Punktfeste: uten egen flate';
COMMENT ON COLUMN gis.property.parcel_id IS 'gis.parcel.id';
COMMENT ON COLUMN gis.property.geom IS 'Teigens flate, EPSG:25833';
