-- Purpose: the verdict carried out on the postcodes. Runs inside the one transaction.
DELETE FROM postcode
WHERE number IN (SELECT source_id FROM verdict WHERE change = 'removed');

INSERT INTO postcode (number, post_town, municipality_number, category, row_hash)
SELECT p.source_id, p.post_town, p.municipality, p.category, p.row_hash
FROM verdict AS v
JOIN parsed AS p USING (line)
WHERE v.change IN ('added', 'changed')
ON CONFLICT (number) DO UPDATE
SET post_town = excluded.post_town,
    municipality_number = excluded.municipality_number,
    category = excluded.category,
    row_hash = excluded.row_hash;

CREATE UNLOGGED TABLE published_rows AS
SELECT '0000' AS municipality_number, count(*) AS row_count
FROM postcode;
