-- The home of GIS analysts: a contract, described in docs/gis-analysts.md. Columns are added at the
-- end of a view and never renamed. Comments are in bokmål: QGIS and pgAdmin show them to people.
CREATE SCHEMA IF NOT EXISTS gis;
COMMENT ON SCHEMA gis IS 'Geotarget for analytikere: matrikkelen, og egen organisasjons områder, adresselister og varsler';
