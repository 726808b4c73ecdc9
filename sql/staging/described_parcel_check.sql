-- Purpose: parcels of a described source, raw text to typed rows: parcel_check.sql for keys of any text
-- and any coordinate system. A parcel need have no cadastral unit of ours (gnr and bnr): it is then
-- found by its outline only. An outline that touches itself is mended as in parcel_check.sql.
CREATE UNLOGGED TABLE parsed AS
SELECT
  line, file_line, source_id, municipality_number, municipality_name, label, geom, area_m2,
  is_disputed, is_unregistered_joint_land, source_updated_at, extracted, units, is_mended,
  sha256(convert_to(ROW(
    municipality_number, label, geom, area_m2, is_disputed, is_unregistered_joint_land,
    source_updated_at, units
  )::text, 'UTF8')) AS row_hash,
  CASE
    WHEN source_id IS NULL OR length(source_id) > 80 THEN 'the key is empty or longer than 80 characters'
    WHEN municipality_number IS NULL OR NOT is_digits(municipality_number, 4, 4)
      THEN 'the municipality number is not four digits'
    WHEN geom IS NULL THEN
      'the outline is no surface, in an unknown system or far from Norway and Denmark'
    WHEN NOT ST_IsValid(geom) OR ST_IsEmpty(geom)
      OR (is_mended AND abs(ST_Area(geom) - ST_Area(delivered)) > greatest(1, 0.001 * ST_Area(geom)))
      THEN 'the outline is not a valid surface'
    WHEN has_bad_unit THEN 'gnr or bnr is not a whole number'
    ELSE coalesce(
      text_fault(municipality_name, 255, 'municipality_name'), text_fault(label, 255, 'label'))
  END AS reason
FROM (
  SELECT *,
    NOT ST_IsValid(delivered) AS is_mended,
    CASE WHEN ST_IsValid(delivered) THEN delivered
      ELSE ST_Multi(ST_CollectionExtract(ST_MakeValid(delivered), 3)) END AS geom
  FROM (
    SELECT
      line, file_line, source_id, municipality_number, municipality_name, extracted,
      coalesce(label, '') AS label,
      described_surface(shape) AS delivered,
      decimal_number(area_m2) AS area_m2,
      coalesce(lower(is_disputed) IN ('true', 't', '1', 'ja'), false) AS is_disputed,
      coalesce(lower(is_unregistered_joint_land) IN ('true', 't', '1', 'ja'), false)
        AS is_unregistered_joint_land,
      source_time(updated, source_zone) AS source_updated_at,
      coalesce((
        SELECT jsonb_agg(u || jsonb_build_object(
          'source_id', coalesce(nullif(u ->> 'source_id', ''), raw.municipality_number || '-'
            || concat_ws('/', u ->> 'gnr', u ->> 'bnr', u ->> 'fnr', u ->> 'snr')),
          'municipality_number',
            coalesce(nullif(u ->> 'municipality_number', ''), raw.municipality_number)))
        FROM jsonb_array_elements(units) AS u
      ), '[]') AS units,
      EXISTS (
        SELECT FROM jsonb_to_recordset(units) AS u (gnr text, bnr text)
        WHERE whole_number(u.gnr) IS NULL OR whole_number(u.bnr) IS NULL
      ) AS has_bad_unit
    FROM raw, run
    OFFSET 0 -- keeps each value computed once
  ) AS typed
  OFFSET 0
) AS mended;

INSERT INTO rejected (line, source_id, reason)
SELECT file_line, source_id, reason FROM parsed WHERE reason IS NOT NULL
UNION ALL
SELECT file_line, source_id, 'its key is also in row ' || first_line
FROM (
  SELECT line, file_line, source_id, min(line) OVER (PARTITION BY source_id) AS first_line
  FROM parsed
  WHERE reason IS NULL
) AS numbered
WHERE line > first_line;

DELETE FROM parsed AS p
WHERE reason IS NOT NULL
  OR EXISTS (
    SELECT FROM parsed AS first
    WHERE first.source_id = p.source_id AND first.line < p.line AND first.reason IS NULL
  );
