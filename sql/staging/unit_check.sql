-- Purpose: raw text to typed units. A row that cannot be published gets a reason.
-- The form of 2020 has no adresseId: such a row finds its address by street code, number and letter,
-- or by cadastral number and undernumber, among the published addresses of its municipality.
-- A row without bruksenhetId is an address without units; it is counted and left alone.
CREATE UNLOGGED TABLE numbered AS
SELECT
  line,
  source_id,
  address_source_id,
  municipality_number,
  lower(kind) AS kind,
  coalesce(street_code, '') AS street_code,
  whole_number(number) AS number,
  coalesce(letter, '') AS letter,
  whole_number(gnr) AS gnr,
  whole_number(bnr) AS bnr,
  whole_number(fnr) AS fnr,
  whole_number(snr) AS snr,
  whole_number(undernumber) AS undernumber,
  num_nonnulls(number, gnr, bnr, fnr, snr, undernumber) <> num_nonnulls(
    whole_number(number), whole_number(gnr), whole_number(bnr), whole_number(fnr),
    whole_number(snr), whole_number(undernumber)) AS has_bad_number,
  coalesce(unit_number, '') AS unit_number,
  extracted
FROM raw
WHERE source_id IS NOT NULL;

CREATE UNLOGGED TABLE found_address AS
SELECT n.line, min(a.source_id) AS source_id, count(*) AS matches
FROM numbered AS n
CROSS JOIN run
JOIN address AS a
  ON a.source = run.source
  AND a.municipality_number = n.municipality_number
  AND a.kind = n.kind
  AND CASE
    WHEN n.kind = 'vegadresse'
      THEN a.street_code = n.street_code AND a.number = n.number AND a.letter = n.letter
    ELSE a.gnr = n.gnr AND a.bnr = n.bnr AND coalesce(a.fnr, 0) = coalesce(n.fnr, 0)
      AND coalesce(a.undernumber, 0) = coalesce(n.undernumber, 0)
  END
WHERE n.address_source_id IS NULL
GROUP BY n.line;

CREATE UNLOGGED TABLE parsed AS
SELECT
  n.line, n.source_id, coalesce(n.address_source_id, f.source_id) AS address_source_id,
  n.municipality_number, n.unit_number, n.gnr, n.bnr, n.fnr, n.snr, n.extracted,
  sha256(convert_to(ROW(
    n.municipality_number, n.unit_number, n.gnr, n.bnr, n.fnr, n.snr
  )::text, 'UTF8')) AS row_hash,
  CASE
    WHEN n.source_id !~ '^[0-9]{1,18}$' THEN 'bruksenhetId is not a number'
    WHEN n.municipality_number IS NULL OR n.municipality_number !~ '^[0-9]{4}$'
      THEN 'kommunenummer is not four digits'
    WHEN n.has_bad_number THEN
      'nummer, gardsnummer, bruksnummer, festenummer, seksjonsnummer or undernummer is not a whole number'
    WHEN n.unit_number !~ '^([HULK][0-9]{4})?$'
      THEN 'bruksenhetsnummerTekst is not a letter H, U, L or K and four digits'
    WHEN n.address_source_id !~ '^[0-9]{1,18}$' THEN 'adresseId is not a number'
    WHEN n.address_source_id IS NULL AND f.line IS NULL
      THEN 'no published address has this street and number; import the addresses first'
    WHEN n.address_source_id IS NULL AND f.matches > 1
      THEN 'several published addresses have this street and number'
  END AS reason
FROM numbered AS n
LEFT JOIN found_address AS f USING (line);

INSERT INTO rejected (line, source_id, reason)
SELECT line, source_id, reason FROM parsed WHERE reason IS NOT NULL
UNION ALL
SELECT line, source_id, 'bruksenhetId and adresseId are also in line ' || first_line
FROM (
  SELECT line, source_id,
    min(line) OVER (PARTITION BY source_id, address_source_id) AS first_line
  FROM parsed
  WHERE reason IS NULL
) AS numbered
WHERE line > first_line;

DELETE FROM parsed
WHERE line IN (SELECT line FROM rejected);
