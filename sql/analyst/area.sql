-- Saved areas of the login's organisation, each in its newest version. A row that is inserted here goes through gis.save_area.
CREATE OR REPLACE VIEW gis.area WITH (security_barrier) AS
SELECT a.id, a.name, coalesce(a.drawing ->> 'rule', 'address-inside') AS rule,
       ST_Area(a.geom) AS area_m2, a.version, a.created_at, a.geom
  FROM public.areas_of_analyst() a;

COMMENT ON VIEW gis.area IS 'Lagrede områder i egen organisasjon, hvert i nyeste versjon. Nye rader blir kontrollert som et tegnet område';
COMMENT ON COLUMN gis.area.id IS 'Nøkkel; settes av databasen';
COMMENT ON COLUMN gis.area.name IS 'Navn, høyst 200 tegn';
COMMENT ON COLUMN gis.area.rule IS 'Utvalgsregel: address-inside (standard), access-inside, own-parcel-overlaps, any-parcel-overlaps eller building-inside';
COMMENT ON COLUMN gis.area.area_m2 IS 'Areal i kvadratmeter, regnet i EPSG:25833';
COMMENT ON COLUMN gis.area.version IS 'Versjon av området; en ny rad herfra er alltid versjon 1 av et nytt område';
COMMENT ON COLUMN gis.area.created_at IS 'Når denne versjonen ble lagret';
COMMENT ON COLUMN gis.area.geom IS 'Området, EPSG:25833; NULL der bare gater eller adresser er valgt';
