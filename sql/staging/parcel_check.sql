-- Purpose: raw parcels to typed ones in EPSG:25833, metres. A row that cannot be published gets a
-- reason. An outline that touches itself is mended where that leaves the area as it is (within 1 m²
-- and 0.1 %), and counted; any other invalid outline is rejected. A point lease (punktfeste) has no
-- area: its parcel is published empty.
-- What holds for a municipality. The next two run in parallel as long as they have no cross join with
-- another table and no subquery of their own.
CREATE UNLOGGED TABLE around AS
SELECT municipality_number, trusted_middle(municipality_number, is_forced) AS middle, source_zone
FROM (SELECT DISTINCT municipality_number FROM raw) AS delivered, run;

CREATE UNLOGGED TABLE typed AS
SELECT
  line, file_line, source_id, municipality_number, municipality_name, extracted, units, middle,
  coalesce(label, '') AS label,
  is_near_norway(shape) AS is_near_norway,
  CASE
    WHEN is_near_norway(shape) THEN in_storage_crs(shape)
    ELSE ST_SetSRID('MULTIPOLYGON EMPTY'::geometry, 25833)
  END AS delivered,
  CASE WHEN is_near_norway(shape) THEN NOT ST_IsValid(in_storage_crs(shape)) ELSE false END AS is_mended,
  decimal_number(area_m2) AS area_m2,
  coalesce(is_disputed IN ('true', '1'), false) AS is_disputed,
  coalesce(is_unregistered_joint_land IN ('true', '1'), false) AS is_unregistered_joint_land,
  CASE
    WHEN area_m2 IS NOT NULL AND decimal_number(area_m2) IS NULL
      THEN 'lagretBeregnetAreal is not a number'
    WHEN is_disputed NOT IN ('true', 'false', '1', '0') THEN 'tvist is neither true nor false'
    WHEN is_unregistered_joint_land NOT IN ('true', 'false', '1', '0')
      THEN 'uregistrertJordsameie is neither true nor false'
    ELSE coalesce(
      text_fault(municipality_name, 255, 'kommunenavn'), text_fault(label, 255, 'matrikkelnummerTekst'))
  END AS value_fault,
  source_time(updated, source_zone) AS source_updated_at,
  parcel_unit_fault(units) AS unit_fault,
  units @> '[{"is_point_lease": "true"}]' AS has_point_lease
FROM raw
LEFT JOIN around USING (municipality_number);

CREATE UNLOGGED TABLE parsed AS
SELECT
  line, file_line, source_id, municipality_number, municipality_name, label, geom, area_m2, is_disputed,
  is_unregistered_joint_land, source_updated_at, extracted, units, is_mended,
  sha256(convert_to(ROW(
    municipality_number, label, geom, area_m2, is_disputed, is_unregistered_joint_land,
    source_updated_at, units
  )::text, 'UTF8')) AS row_hash,
  CASE
    WHEN source_id IS NULL OR NOT is_digits(source_id, 1, 18) THEN 'teigId is not a number'
    WHEN municipality_number IS NULL OR NOT is_digits(municipality_number, 4, 4)
      THEN 'kommunenummer is not four digits'
    WHEN is_near_norway IS NULL AND NOT has_point_lease THEN 'a parcel without område'
    WHEN NOT is_near_norway
      THEN 'the område is outside Norway: wrong coordinate system or axis order'
    WHEN (is_near_norway AND ST_IsEmpty(geom))
      OR (is_mended AND (NOT ST_IsValid(geom)
        OR abs(ST_Area(geom) - abs(ST_Area(delivered))) > greatest(1, 0.001 * abs(ST_Area(delivered)))))
      THEN 'the område is not a valid surface'
    WHEN ST_Distance(ST_SetSRID(ST_MakePoint(ST_XMin(geom), ST_YMin(geom)), 25833), middle) > 150000
      THEN 'the område is more than 150 km from municipality ' || municipality_number
        || ': coordinate system and zone do not match'
    ELSE coalesce(unit_fault, value_fault)
  END AS reason
FROM typed
CROSS JOIN LATERAL (
  SELECT CASE
    WHEN is_mended THEN ST_Multi(ST_CollectionExtract(ST_MakeValid(delivered), 3))
    ELSE delivered
  END AS geom
) AS mended;

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
SELECT p.file_line, p.source_id, 'teigId ' || p.source_id || ' is also in line ' || r.first_line
FROM parsed AS p JOIN repeated AS r USING (line);

DELETE FROM parsed
WHERE reason IS NOT NULL OR line IN (SELECT line FROM repeated);
