-- Which addresses a parcel has: what the parcel rules count by.
CREATE OR REPLACE VIEW gis.parcel_address AS
SELECT l.id, l.parcel_id, l.address_id, l.stands_on, l.same_property, a.geom
  FROM public.parcel_address l
  JOIN public.address a ON a.id = l.address_id;

COMMENT ON VIEW gis.parcel_address IS 'Hvilke adresser en teig har';
COMMENT ON COLUMN gis.parcel_address.id IS 'Nøkkel i Geotarget for dette paret av teig og adresse';
COMMENT ON COLUMN gis.parcel_address.parcel_id IS 'gis.parcel.id';
COMMENT ON COLUMN gis.parcel_address.address_id IS 'gis.address.id';
COMMENT ON COLUMN gis.parcel_address.stands_on IS 'Adressepunktet ligger på teigen';
COMMENT ON COLUMN gis.parcel_address.same_property IS 'Teigen hører til adressens eiendom';
COMMENT ON COLUMN gis.parcel_address.geom IS 'Adressepunkt, EPSG:25833';
