-- Parcels (teiger). Whose they are: gis.property; which addresses: gis.parcel_address.
CREATE OR REPLACE VIEW gis.parcel AS
SELECT id, source_id, municipality_number, label, area_m2, is_disputed,
       is_unregistered_joint_land, source_updated_at, geom
  FROM public.parcel;

COMMENT ON VIEW gis.parcel IS 'Teiger';
COMMENT ON COLUMN gis.parcel.id IS 'Nøkkel i Geotarget';
COMMENT ON COLUMN gis.parcel.source_id IS 'teigId i matrikkelen';
COMMENT ON COLUMN gis.parcel.municipality_number IS 'Kommunenummer, fire tegn';
COMMENT ON COLUMN gis.parcel.label IS 'Matrikkelnummer uten kommunenummer (38/28)';
COMMENT ON COLUMN gis.parcel.area_m2 IS 'Lagret beregnet areal i kvadratmeter, ikke regnet av geometrien';
COMMENT ON COLUMN gis.parcel.is_disputed IS 'Tvist om eiendomsforholdet';
COMMENT ON COLUMN gis.parcel.is_unregistered_joint_land IS 'Uregistrert jordsameie';
COMMENT ON COLUMN gis.parcel.source_updated_at IS 'Oppdateringsdato i matrikkelen';
COMMENT ON COLUMN gis.parcel.geom IS 'Teigens flate, EPSG:25833; tom for punktfeste';
