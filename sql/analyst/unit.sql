-- Units by the point of their address. A unit has no geometry of its own.
--
-- Plan: building and use are looked up for the rows that are read, by the index on unit_source_id.
CREATE OR REPLACE VIEW gis.unit AS
SELECT u.id, u.source_id, u.unit_number, u.municipality_number, u.gnr, u.bnr, u.fnr, u.snr,
       a.id AS address_id, a.label AS address_label,
       (SELECT min(b.building_id) FROM public.building_unit b
         WHERE b.unit_source_id = u.source_id AND b.address_source_id = u.address_source_id
       ) AS building_id,
       (SELECT min(nullif(b.use, '')) FROM public.building_unit b
         WHERE b.unit_source_id = u.source_id AND b.address_source_id = u.address_source_id
       ) AS use,
       a.geom
  FROM public.unit u
  LEFT JOIN public.address a ON a.source = u.source AND a.source_id = u.address_source_id;

COMMENT ON VIEW gis.unit IS 'Bruksenheter (leilighet, forretning, hytte) på adressens punkt';
COMMENT ON COLUMN gis.unit.id IS 'Nøkkel i Geotarget';
COMMENT ON COLUMN gis.unit.source_id IS 'bruksenhetId i matrikkelen';
COMMENT ON COLUMN gis.unit.unit_number IS 'Bruksenhetsnummer (H0101); tomt for eneboliger';
COMMENT ON COLUMN gis.unit.municipality_number IS 'Kommunenummer, fire tegn';
COMMENT ON COLUMN gis.unit.gnr IS 'Gårdsnummer';
COMMENT ON COLUMN gis.unit.bnr IS 'Bruksnummer';
COMMENT ON COLUMN gis.unit.fnr IS 'Festenummer';
COMMENT ON COLUMN gis.unit.snr IS 'Seksjonsnummer';
COMMENT ON COLUMN gis.unit.address_id IS 'gis.address.id; NULL der adressen ikke er lastet';
COMMENT ON COLUMN gis.unit.address_label IS 'Adressen slik folk skriver den';
COMMENT ON COLUMN gis.unit.building_id IS 'gis.building.id; NULL der bygningsdata ikke er lastet';
COMMENT ON COLUMN gis.unit.use IS 'Bruksenhetstype slik den er levert; NULL er ukjent';
COMMENT ON COLUMN gis.unit.geom IS 'Adressens punkt, EPSG:25833; NULL der adressen ikke er lastet';
