-- Purpose: raw districts to multipolygons in EPSG:25833, metres. Several features of one number are
-- put together. An outline that touches itself is mended and counted: some are published so.
-- municipality_number is what the row is counted under; a county counts under its own number.
CREATE UNLOGGED TABLE checked AS
SELECT
  *,
  border IS NOT NULL AND NOT ST_IsValid(border) AS is_mended,
  CASE
    WHEN number IS NULL OR NOT CASE dataset
        WHEN 'county' THEN is_digits(number, 2, 2)
        WHEN 'census_tract' THEN is_digits(number, 8, 8)
        WHEN 'postcode_area' THEN is_digits(number, 4, 4)
        ELSE is_digits(number, 1, 4)
      END
      THEN CASE dataset
        WHEN 'county' THEN 'fylkesnummer is not two digits'
        WHEN 'census_tract' THEN 'grunnkretsnummer is not eight digits'
        WHEN 'postcode_area' THEN 'postnummer is not four digits'
        ELSE 'stemmekretsnummer is not a number'
      END
    WHEN name IS NULL THEN 'the name is empty'
    WHEN dataset <> 'county'
      AND (municipality_number IS NULL OR NOT is_digits(municipality_number, 4, 4))
      THEN 'kommunenummer is not four digits'
    WHEN border IS NULL THEN 'the border is outside Norway or not a surface'
    ELSE text_fault(name, 255, 'the name')
  END AS reason
FROM (
  SELECT
    line,
    coalesce(file_line, line) AS file_line,
    dataset,
    number,
    name,
    CASE dataset
      WHEN 'county' THEN number
      WHEN 'census_tract' THEN left(number, 4)
      ELSE municipality_number
    END AS municipality_number,
    extracted,
    CASE
      WHEN is_near_norway(shape) AND ST_Dimension(shape) = 2 AND NOT ST_IsEmpty(shape)
        THEN in_storage_crs(shape)
    END AS border
  FROM raw, run
  OFFSET 0 -- keeps each value computed once
) AS transformed;

INSERT INTO rejected (line, source_id, reason)
SELECT file_line, CASE WHEN dataset <> 'polling_district' THEN number END, reason
FROM checked
WHERE reason IS NOT NULL;

CREATE UNLOGGED TABLE parsed AS
SELECT
  line, source_id, municipality_number, name, extracted, border, is_mended,
  sha256(convert_to(ROW(name, municipality_number, border)::text, 'UTF8')) AS row_hash
FROM (
  SELECT
    min(line) AS line,
    CASE WHEN dataset = 'polling_district' THEN municipality_number || '-' || number ELSE number END
      AS source_id,
    min(municipality_number) AS municipality_number,
    min(name) AS name,
    max(extracted) AS extracted,
    bool_or(is_mended) AS is_mended,
    CASE
      WHEN count(*) = 1 AND NOT bool_or(is_mended) THEN ST_Multi((array_agg(border))[1])
      ELSE ST_Multi(ST_CollectionExtract(ST_Union(ST_MakeValid(border) ORDER BY line), 3))
    END AS border
  FROM checked
  WHERE reason IS NULL
  GROUP BY 2
) AS together;
