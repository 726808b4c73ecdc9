-- Purpose: the verdict carried out on the published places of business. Runs inside the one
-- transaction.
DELETE FROM business
WHERE id IN (SELECT published_id FROM verdict WHERE change = 'removed');

INSERT INTO business (
  source, source_id, parent_number, industry_code, municipality_number, postcode, street_name,
  number, letter, address_source_id, match, row_hash
)
SELECT
  run.source, p.source_id, p.parent_number, p.industry_code, p.municipality_number, p.postcode,
  p.street_name, p.number, p.letter, '', '', p.row_hash
FROM verdict AS v
JOIN parsed AS p USING (line)
CROSS JOIN run
WHERE v.change IN ('added', 'changed')
ON CONFLICT (source, source_id) DO UPDATE
SET parent_number = excluded.parent_number,
    industry_code = excluded.industry_code,
    municipality_number = excluded.municipality_number,
    postcode = excluded.postcode,
    street_name = excluded.street_name,
    number = excluded.number,
    letter = excluded.letter,
    row_hash = excluded.row_hash;

CREATE UNLOGGED TABLE published_rows AS
SELECT municipality_number, count(*) AS row_count
FROM business
WHERE municipality_number IN (SELECT municipality_number FROM coverage)
GROUP BY municipality_number;
