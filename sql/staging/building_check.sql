-- Purpose: raw buildings to typed ones, point in EPSG:25833, metres. A row that cannot be published
-- gets a reason; its published version stays.
CREATE UNLOGGED TABLE parsed AS
SELECT
  line, file_line, source_id, building_number, municipality_number, municipality_name,
  building_type, status, geom, source_updated_at, extracted, units,
  sha256(convert_to(ROW(
    municipality_number, building_number, building_type, status, geom, source_updated_at, units
  )::text, 'UTF8')) AS row_hash,
  CASE
    WHEN source_id IS NULL OR NOT is_digits(source_id, 1, 18) THEN 'bygningId is not a number'
    WHEN municipality_number IS NULL OR NOT is_digits(municipality_number, 4, 4)
      THEN 'kommunenummer is not four digits'
    WHEN building_number <> '' AND NOT is_digits(building_number, 1, 18)
      THEN 'bygningsnummer is not a number'
    WHEN building_type <> '' AND NOT is_digits(building_type, 3, 3)
      THEN 'bygningstype is not three digits'
    WHEN is_without_place THEN 'a building without representasjonspunkt'
    WHEN geom IS NULL
      THEN 'the representasjonspunkt is outside Norway: wrong coordinate system or axis order'
    WHEN ST_Distance(geom, middle) > 150000
      THEN 'the representasjonspunkt is more than 150 km from municipality ' || municipality_number
        || ': coordinate system and zone do not match'
    WHEN has_bad_unit
      THEN 'a bruksenhet whose bruksenhetId, adresseId or matrikkelenhetId is not a number'
    ELSE coalesce(
      text_fault(municipality_name, 255, 'kommunenavn'), text_fault(status, 32, 'bygningsstatus'), unit_fault)
  END AS reason
FROM (
  SELECT
    line,
    file_line,
    source_id,
    coalesce(building_number, '') AS building_number,
    municipality_number,
    municipality_name,
    coalesce(building_type, '') AS building_type,
    coalesce(status, '') AS status,
    shape IS NULL AS is_without_place,
    CASE WHEN is_near_norway(shape) THEN in_storage_crs(shape) END AS geom,
    source_time(updated, source_zone) AS source_updated_at,
    extracted,
    units,
    EXISTS (
      SELECT FROM jsonb_to_recordset(units)
        AS u (source_id text, address_source_id text, cadastral_unit_source_id text)
      WHERE NOT is_digits(u.source_id, 1, 18)
        OR (u.address_source_id <> '' AND NOT is_digits(u.address_source_id, 1, 18))
        OR (u.cadastral_unit_source_id <> '' AND NOT is_digits(u.cadastral_unit_source_id, 1, 18))
    ) AS has_bad_unit,
    (
      SELECT min(text_fault(u.use, 255, 'bruksenhetstype')) FROM jsonb_to_recordset(units) AS u (use text)
    ) AS unit_fault
  FROM raw, run
  OFFSET 0 -- keeps each value computed once
) AS typed
LEFT JOIN (
  SELECT municipality_number, trusted_middle(municipality_number, is_forced) AS middle
  FROM (SELECT DISTINCT municipality_number FROM raw) AS delivered, run
) AS middles USING (municipality_number);

CREATE UNLOGGED TABLE repeated AS
SELECT line, first_line
FROM (
  SELECT
    line,
    first_value(line) OVER by_id AS first,
    first_value(file_line) OVER by_id AS first_line
  FROM parsed
  WHERE reason IS NULL
  WINDOW by_id AS (PARTITION BY source_id ORDER BY line)
) AS numbered
WHERE line > first;

INSERT INTO rejected (line, source_id, reason)
SELECT file_line, source_id, reason FROM parsed WHERE reason IS NOT NULL
UNION ALL
SELECT p.file_line, p.source_id, 'bygningId ' || p.source_id || ' is also in line ' || r.first_line
FROM parsed AS p JOIN repeated AS r USING (line);

DELETE FROM parsed
WHERE reason IS NOT NULL OR line IN (SELECT line FROM repeated);
