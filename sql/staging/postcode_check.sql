-- Purpose: the rows of the postal register that can be published. It is one delivery for the whole
-- country ("0000"), and says no date.
CREATE UNLOGGED TABLE parsed AS
SELECT
  line,
  number AS source_id,
  '0000' AS municipality_number,
  municipality_number AS municipality,
  post_town,
  category,
  NULL::text AS extracted,
  sha256(convert_to(ROW(post_town, municipality_number, category)::text, 'UTF8')) AS row_hash,
  CASE
    WHEN number IS NULL OR NOT is_digits(number, 4, 4) THEN 'the postcode is not four digits'
    WHEN post_town IS NULL THEN 'the post town is empty'
    WHEN municipality_number IS NULL OR NOT is_digits(municipality_number, 4, 4)
      THEN 'the municipality number is not four digits'
    WHEN category IS NULL OR category NOT IN ('B', 'F', 'G', 'P', 'S')
      THEN 'the category is none of B, F, G, P and S'
    WHEN line > min(line) OVER (PARTITION BY number)
      THEN 'postcode ' || number || ' is also in line ' || min(line) OVER (PARTITION BY number)
    ELSE text_fault(post_town, 255, 'the post town')
  END AS reason
FROM raw;

INSERT INTO rejected (line, source_id, reason)
SELECT line, source_id, reason FROM parsed WHERE reason IS NOT NULL;

DELETE FROM parsed
WHERE reason IS NOT NULL;
