-- Frozen address lists of the login's organisation.
CREATE OR REPLACE VIEW gis.address_list WITH (security_barrier) AS
SELECT l.id, l.name, l.version, l.rule, l.address_count, l.unit_count, l.outside_territory_count,
       l.taken_out_count, l.added_count, l.removed_count, l.per,
       coalesce(l.copy_count, l.address_count) AS copies, l.data_extracted_at, l.created_at, l.geom
  FROM public.lists_of_analyst() l;

COMMENT ON VIEW gis.address_list IS 'Fryste adresselister i egen organisasjon';
COMMENT ON COLUMN gis.address_list.id IS 'Nøkkel';
COMMENT ON COLUMN gis.address_list.name IS 'Navn';
COMMENT ON COLUMN gis.address_list.version IS 'Versjon av listen';
COMMENT ON COLUMN gis.address_list.rule IS 'Utvalgsregel; tom der listen er satt sammen av andre lister';
COMMENT ON COLUMN gis.address_list.address_count IS 'Antall adresser som er med';
COMMENT ON COLUMN gis.address_list.unit_count IS 'Antall bruksenheter på dem; NULL der leilighetsnivå ikke var lastet';
COMMENT ON COLUMN gis.address_list.outside_territory_count IS 'Antall utelatt fordi de ligger utenfor organisasjonens område';
COMMENT ON COLUMN gis.address_list.taken_out_count IS 'Antall valgte adresser i det som ble trukket fra';
COMMENT ON COLUMN gis.address_list.added_count IS 'Antall adresser lagt til for hånd; de er med';
COMMENT ON COLUMN gis.address_list.removed_count IS 'Antall adresser tatt ut for hånd; de er utelatt';
COMMENT ON COLUMN gis.address_list.per IS 'Hva som får ett hver: address eller unit';
COMMENT ON COLUMN gis.address_list.copies IS 'Hvor mange det blir; en adresse uten kjente bruksenheter får ett';
COMMENT ON COLUMN gis.address_list.data_extracted_at IS 'Alder på eldste matrikkeldata da listen ble fryst';
COMMENT ON COLUMN gis.address_list.created_at IS 'Når listen ble fryst';
COMMENT ON COLUMN gis.address_list.geom IS 'Området som ble talt, EPSG:25833; NULL der bare gater eller adresser var valgt';
