-- Access points of the addresses that name any: what the rule access-inside looks at.
CREATE OR REPLACE VIEW gis.address_access AS
SELECT id, municipality_number, label, access_points AS geom
  FROM public.address WHERE access_points IS NOT NULL;

COMMENT ON VIEW gis.address_access IS 'Atkomstpunkter (også for sommer og vinter) for adresser som har det';
COMMENT ON COLUMN gis.address_access.id IS 'Adressens nøkkel, gis.address.id';
COMMENT ON COLUMN gis.address_access.municipality_number IS 'Kommunenummer, fire tegn';
COMMENT ON COLUMN gis.address_access.label IS 'Adressen slik folk skriver den';
COMMENT ON COLUMN gis.address_access.geom IS 'Atkomstpunkter, EPSG:25833';
