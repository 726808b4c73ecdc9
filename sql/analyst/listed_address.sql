-- Rows of the frozen address lists of the login's organisation, left-out ones included.
CREATE OR REPLACE VIEW gis.listed_address WITH (security_barrier) AS
SELECT r.id, r.address_list_id, r.source_id, r.municipality_number, r.label, r.postcode,
       r.post_town, r.census_tract, cardinality(r.units) AS unit_count, r.included, r.reason, r.adjustment,
       r.point AS geom
  FROM public.lists_of_analyst() l
  JOIN public.listed_address r ON r.address_list_id = l.id;

COMMENT ON VIEW gis.listed_address IS 'Adresser på fryste lister i egen organisasjon, også de som er utelatt';
COMMENT ON COLUMN gis.listed_address.id IS 'Nøkkel';
COMMENT ON COLUMN gis.listed_address.address_list_id IS 'gis.address_list.id';
COMMENT ON COLUMN gis.listed_address.source_id IS 'adresseId i matrikkelen';
COMMENT ON COLUMN gis.listed_address.municipality_number IS 'Kommunenummer, fire tegn';
COMMENT ON COLUMN gis.listed_address.label IS 'Adressen slik folk skriver den';
COMMENT ON COLUMN gis.listed_address.postcode IS 'Postnummer';
COMMENT ON COLUMN gis.listed_address.post_town IS 'Poststed';
COMMENT ON COLUMN gis.listed_address.census_tract IS 'Grunnkretsnummer, åtte siffer';
COMMENT ON COLUMN gis.listed_address.unit_count IS 'Antall bruksenheter; NULL der leilighetsnivå ikke var lastet';
COMMENT ON COLUMN gis.listed_address.included IS 'Adressen er med; ellers utelatt';
COMMENT ON COLUMN gis.listed_address.reason IS 'Med: inside, picked eller added; utelatt: taken_out, removed, removed_unselected eller outside_territory';
COMMENT ON COLUMN gis.listed_address.adjustment IS 'Hvorfor den er lagt til eller tatt ut for hånd; ellers tom';
COMMENT ON COLUMN gis.listed_address.geom IS 'Adressepunkt da listen ble fryst, EPSG:25833';
