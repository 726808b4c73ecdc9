-- Municipalities that the cadastre has rows for.
CREATE OR REPLACE VIEW gis.municipality AS
SELECT m.number::integer AS id, m.number, m.name, m.border AS geom
  FROM public.municipality m;

COMMENT ON VIEW gis.municipality IS 'Kommuner';
COMMENT ON COLUMN gis.municipality.id IS 'Kommunenummer som tall';
COMMENT ON COLUMN gis.municipality.number IS 'Kommunenummer, fire tegn';
COMMENT ON COLUMN gis.municipality.name IS 'Navn';
COMMENT ON COLUMN gis.municipality.geom IS 'Grense, EPSG:25833, for visning; NULL der den ikke er lastet';
