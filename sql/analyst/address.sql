-- Addresses of the open cadastre, one row each.
CREATE OR REPLACE VIEW gis.address AS
SELECT id, source_id, kind, municipality_number, street_code, street_name, number, letter,
       gnr, bnr, fnr, undernumber, extra_name, label, postcode, post_town, census_tract,
       urban_area, unit_count, source_updated_at, geom
  FROM public.address;

COMMENT ON VIEW gis.address IS 'Adresser i matrikkelen';
COMMENT ON COLUMN gis.address.id IS 'Nøkkel i Geotarget; kan bli en annen når adressen leveres på nytt';
COMMENT ON COLUMN gis.address.source_id IS 'adresseId i matrikkelen';
COMMENT ON COLUMN gis.address.kind IS 'vegadresse eller matrikkeladresse';
COMMENT ON COLUMN gis.address.municipality_number IS 'Kommunenummer, fire tegn';
COMMENT ON COLUMN gis.address.street_code IS 'Adressekode; tom for matrikkeladresse';
COMMENT ON COLUMN gis.address.street_name IS 'Adressenavn; tomt for matrikkeladresse';
COMMENT ON COLUMN gis.address.number IS 'Husnummer';
COMMENT ON COLUMN gis.address.letter IS 'Husbokstav';
COMMENT ON COLUMN gis.address.gnr IS 'Gårdsnummer';
COMMENT ON COLUMN gis.address.bnr IS 'Bruksnummer';
COMMENT ON COLUMN gis.address.fnr IS 'Festenummer';
COMMENT ON COLUMN gis.address.undernumber IS 'Undernummer til matrikkeladresse';
COMMENT ON COLUMN gis.address.extra_name IS 'Adressetilleggsnavn (bruksnavn foran adressen)';
COMMENT ON COLUMN gis.address.label IS 'Adressen slik folk skriver den';
COMMENT ON COLUMN gis.address.postcode IS 'Postnummer';
COMMENT ON COLUMN gis.address.post_town IS 'Poststed';
COMMENT ON COLUMN gis.address.census_tract IS 'Grunnkretsnummer, åtte siffer; tomt der leveransen ikke har det';
COMMENT ON COLUMN gis.address.urban_area IS 'Tettstednummer; tomt utenfor tettsted, og der leveransen ikke har det';
COMMENT ON COLUMN gis.address.unit_count IS 'Antall bruksenheter; NULL der leilighetsnivå ikke er lastet';
COMMENT ON COLUMN gis.address.source_updated_at IS 'Oppdateringsdato i matrikkelen';
COMMENT ON COLUMN gis.address.geom IS 'Adressepunkt, EPSG:25833';
