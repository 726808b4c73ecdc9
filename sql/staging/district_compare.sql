-- Purpose: every district of the delivery against what is published of its kind, and what is missing
-- from it. The words are those of address_compare.sql. A county is counted under its own number.
INSERT INTO verdict
  (change, line, published_id, source_id, municipality_number, label_before, label_after)
SELECT
  CASE WHEN d.id IS NULL THEN 'added' ELSE 'changed' END,
  p.line, d.id, p.source_id, p.municipality_number, d.name, p.name
FROM parsed AS p
CROSS JOIN run
LEFT JOIN district AS d ON d.kind = run.dataset AND d.number = p.source_id
WHERE d.id IS NULL OR d.row_hash <> p.row_hash;

INSERT INTO verdict
  (change, published_id, source_id, municipality_number, label_before)
SELECT 'removed', d.id, d.number, c.municipality_number, d.name
FROM district AS d
JOIN run ON d.kind = run.dataset
JOIN coverage AS c
  ON c.municipality_number = coalesce(nullif(d.municipality_number, ''), d.number) AND c.is_complete
WHERE NOT EXISTS (SELECT FROM parsed AS p WHERE p.source_id = d.number)
  AND NOT EXISTS (SELECT FROM rejected AS r WHERE r.source_id = d.number);

ANALYZE verdict;
