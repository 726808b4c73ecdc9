-- Purpose: raw borders to multipolygons in EPSG:25833, metres. A border is for display, so an outline
-- that touches itself is mended and counted.
CREATE UNLOGGED TABLE parsed AS
SELECT
  line, file_line, source_id, municipality_number, name, extracted, is_mended,
  CASE
    WHEN is_mended THEN ST_Multi(ST_CollectionExtract(ST_MakeValid(border), 3))
    ELSE ST_Multi(border)
  END AS border,
  CASE
    WHEN municipality_number IS NULL OR municipality_number !~ '^[0-9]{4}$'
      THEN 'kommunenummer is not four digits'
    WHEN name IS NULL THEN 'kommunenavn is empty'
    WHEN border IS NULL THEN 'the border is outside Norway or not a surface'
    ELSE text_fault(name, 255, 'kommunenavn')
  END AS reason
FROM (
  SELECT *, border IS NOT NULL AND NOT ST_IsValid(border) AS is_mended
  FROM (
    SELECT
      line,
      coalesce(file_line, line) AS file_line,
      number AS source_id,
      number AS municipality_number,
      name,
      extracted,
      CASE
        WHEN is_near_norway(shape) AND ST_Dimension(shape) = 2 AND NOT ST_IsEmpty(shape)
          THEN in_storage_crs(shape)
      END AS border
    FROM raw
    OFFSET 0
  ) AS transformed
  OFFSET 0
) AS checked;

INSERT INTO rejected (line, source_id, reason)
SELECT file_line, source_id, reason FROM parsed WHERE reason IS NOT NULL;

CREATE UNLOGGED TABLE repeated AS
SELECT line, file_line, source_id, first_line
FROM (
  SELECT line, file_line, source_id, min(line) OVER (PARTITION BY source_id) AS first_line
  FROM parsed
  WHERE reason IS NULL
) AS numbered
WHERE line > first_line;

INSERT INTO rejected (line, source_id, reason)
SELECT file_line, source_id, 'municipality ' || source_id || ' is also feature ' || first_line
FROM repeated;

DELETE FROM parsed
WHERE reason IS NOT NULL OR line IN (SELECT line FROM repeated);
