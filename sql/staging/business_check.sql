-- Purpose: raw places of business to typed ones. What is closed, or not in Norway, or names no
-- municipality is passed over. The street is told by the first line of the address that ends with a
-- number; lines for the post ("c/o", "Postboks") are left out, so that no person's name is kept.
CREATE UNLOGGED TABLE parsed AS
SELECT
  line, source_id, parent_number, industry_code, municipality_number, postcode,
  coalesce(place[1], '') AS street_name,
  place[2]::integer AS number,
  upper(coalesce(place[3], '')) AS letter,
  NULL::text AS extracted,
  sha256(convert_to(ROW(
    parent_number, industry_code, municipality_number, postcode, place
  )::text, 'UTF8')) AS row_hash,
  CASE
    WHEN source_id IS NULL OR NOT is_digits(source_id, 9, 9)
      THEN 'organisasjonsnummer is not nine digits'
    WHEN NOT is_digits(municipality_number, 4, 4) THEN 'kommunenummer is not four digits'
    WHEN length(postcode) > 4 THEN 'postnummer has more than four characters'
    ELSE coalesce(
      text_fault(parent_number, 32, 'overordnetEnhet'), text_fault(industry_code, 32, 'naeringskode1'),
      text_fault(place[1], 255, 'beliggenhetsadresse'))
  END AS reason
FROM (
  SELECT
    line, source_id, municipality_number,
    coalesce(parent_number, '') AS parent_number,
    coalesce(industry_code, '') AS industry_code,
    coalesce(postcode, '') AS postcode,
    (
      SELECT regexp_match(told, '^\s*(.+?)\s+(\d{1,5})\s*([A-Za-zÆØÅæøå])?\s*(?:,.*)?$')
      FROM jsonb_array_elements_text(CASE WHEN left(lines, 1) = '[' THEN lines::jsonb END)
        WITH ORDINALITY AS l (told, place)
      WHERE told ~ '^\s*(.+?)\s+(\d{1,5})\s*([A-Za-zÆØÅæøå])?\s*(?:,.*)?$'
        AND told !~* '^\s*(c/o|v/|postboks|postb\.|pb\.?\s|p\.?\s?b\.?\s)'
      ORDER BY place
      LIMIT 1
    ) AS place
  FROM raw
  WHERE closed IS NULL AND country = 'NO' AND municipality_number IS NOT NULL
  OFFSET 0 -- keeps each value computed once
) AS typed;

INSERT INTO rejected (line, source_id, reason)
SELECT line, source_id, reason FROM parsed WHERE reason IS NOT NULL
UNION ALL
SELECT line, source_id, 'organisasjonsnummer ' || source_id || ' is also object ' || first_line
FROM (
  SELECT line, source_id, min(line) OVER (PARTITION BY source_id) AS first_line
  FROM parsed
  WHERE reason IS NULL
) AS numbered
WHERE line > first_line;

DELETE FROM parsed
WHERE line IN (SELECT line FROM rejected);
