-- Counties, census tracts, polling districts and postcode areas.
CREATE OR REPLACE VIEW gis.district AS
SELECT id, kind, number, name, municipality_number, border AS geom
  FROM public.district;

COMMENT ON VIEW gis.district IS 'Fylker, grunnkretser, stemmekretser og postnummerområder';
COMMENT ON COLUMN gis.district.id IS 'Nøkkel i Geotarget';
COMMENT ON COLUMN gis.district.kind IS 'county (fylke), census_tract (grunnkrets), polling_district (stemmekrets) eller postcode_area (postnummerområde)';
COMMENT ON COLUMN gis.district.number IS 'Fylkes-, grunnkrets- eller postnummer; stemmekrets med kommunenummer foran (3420-1)';
COMMENT ON COLUMN gis.district.name IS 'Navn';
COMMENT ON COLUMN gis.district.municipality_number IS 'Kommunenummer; tomt der den ligger i flere';
COMMENT ON COLUMN gis.district.geom IS 'Grense, EPSG:25833';
