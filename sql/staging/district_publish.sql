-- Purpose: the verdict carried out on the published districts. Runs inside the one transaction.
DELETE FROM district
WHERE id IN (SELECT published_id FROM verdict WHERE change = 'removed');

INSERT INTO district (kind, number, name, municipality_number, border, row_hash)
SELECT
  run.dataset, p.source_id, p.name,
  CASE WHEN run.dataset = 'county' THEN '' ELSE p.municipality_number END,
  p.border, p.row_hash
FROM verdict AS v
JOIN parsed AS p USING (line)
CROSS JOIN run
WHERE v.change IN ('added', 'changed')
ON CONFLICT (kind, number) DO UPDATE
SET name = excluded.name,
    municipality_number = excluded.municipality_number,
    border = excluded.border,
    row_hash = excluded.row_hash;

CREATE UNLOGGED TABLE published_rows AS
SELECT coalesce(nullif(d.municipality_number, ''), d.number) AS municipality_number,
  count(*) AS row_count
FROM district AS d
JOIN run ON d.kind = run.dataset
GROUP BY 1;
