-- Purpose: units of a described source, raw text to typed rows. Where the source counts a flat as an
-- address (Denmark: floor and door), the flat is the unit and the house is its address.
CREATE UNLOGGED TABLE parsed AS
SELECT
  line, source_id, address_source_id, municipality_number, unit_number, gnr, bnr, fnr, snr, extracted,
  sha256(convert_to(ROW(municipality_number, unit_number, gnr, bnr, fnr, snr)::text, 'UTF8'))
    AS row_hash,
  CASE
    WHEN source_id IS NULL OR length(source_id) > 80 THEN 'the key is empty or longer than 80 characters'
    WHEN address_source_id IS NULL OR length(address_source_id) > 80
      THEN 'the key of the address is empty or longer than 80 characters'
    WHEN municipality_number IS NULL OR NOT is_digits(municipality_number, 4, 4)
      THEN 'the municipality number is not four digits'
    WHEN length(unit_number) > 20 THEN 'the unit number has more than 20 characters'
    WHEN has_bad_number THEN 'gnr, bnr, fnr or snr is not a whole number'
  END AS reason
FROM (
  SELECT
    line, source_id, address_source_id, municipality_number, extracted,
    coalesce(unit_number, '') AS unit_number,
    whole_number(gnr) AS gnr, whole_number(bnr) AS bnr, whole_number(fnr) AS fnr,
    whole_number(snr) AS snr,
    num_nonnulls(gnr, bnr, fnr, snr) <> num_nonnulls(
      whole_number(gnr), whole_number(bnr), whole_number(fnr), whole_number(snr)) AS has_bad_number
  FROM raw
) AS typed;

INSERT INTO rejected (line, source_id, reason)
SELECT line, source_id, reason FROM parsed WHERE reason IS NOT NULL
UNION ALL
SELECT line, source_id, 'the keys of unit and address are also in line ' || first_line
FROM (
  SELECT line, source_id, min(line) OVER (PARTITION BY source_id, address_source_id) AS first_line
  FROM parsed
  WHERE reason IS NULL
) AS numbered
WHERE line > first_line;

DELETE FROM parsed
WHERE line IN (SELECT line FROM rejected);
