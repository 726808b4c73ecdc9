-- Purpose: the verdict carried out on the published units. Runs inside the one transaction.
DELETE FROM unit
WHERE id IN (SELECT published_id FROM verdict WHERE change = 'removed');

UPDATE unit AS u
SET municipality_number = p.municipality_number,
    unit_number = p.unit_number,
    gnr = p.gnr,
    bnr = p.bnr,
    fnr = p.fnr,
    snr = p.snr,
    row_hash = p.row_hash
FROM verdict AS v
JOIN parsed AS p USING (line)
WHERE v.change = 'changed' AND u.id = v.published_id;

CREATE UNLOGGED TABLE set_aside AS
SELECT definition FROM set_aside_indexes('unit') AS definition;

INSERT INTO unit (
  source, source_id, address_source_id, municipality_number, unit_number, gnr, bnr, fnr, snr,
  row_hash
)
SELECT
  run.source, p.source_id, p.address_source_id, p.municipality_number, p.unit_number, p.gnr, p.bnr,
  p.fnr, p.snr, p.row_hash
FROM verdict AS v
JOIN parsed AS p USING (line)
CROSS JOIN run
WHERE v.change = 'added'
ORDER BY p.municipality_number, p.address_source_id, p.unit_number;

SELECT build_indexes(array_agg(definition)) FROM set_aside HAVING count(*) > 0;

CREATE UNLOGGED TABLE published_rows AS
SELECT municipality_number, count(*) AS row_count
FROM unit
WHERE source = (SELECT source FROM run)
  AND municipality_number IN (SELECT municipality_number FROM coverage)
GROUP BY municipality_number;
