-- Purpose: every parcel of the delivery against what is published, and what is missing from it.
-- The words are those of address_compare.sql. The hash covers the cadastral units of the parcel.
INSERT INTO verdict
  (change, line, published_id, source_id, municipality_number, label_before, label_after,
   municipality_before)
SELECT
  CASE WHEN t.id IS NULL THEN 'added' ELSE 'changed' END,
  p.line, t.id, p.source_id, p.municipality_number, t.label, p.label,
  t.municipality_number
FROM parsed AS p
CROSS JOIN run
LEFT JOIN parcel AS t ON t.source = run.source AND t.source_id = p.source_id
WHERE t.id IS NULL OR t.row_hash <> p.row_hash;

INSERT INTO verdict
  (change, published_id, source_id, municipality_number, label_before)
SELECT 'removed', t.id, t.source_id, t.municipality_number, t.label
FROM parcel AS t
JOIN coverage AS c ON c.municipality_number = t.municipality_number AND c.is_complete
JOIN run ON t.source = run.source
WHERE NOT EXISTS (SELECT FROM parsed AS p WHERE p.source_id = t.source_id)
  AND NOT EXISTS (SELECT FROM rejected AS r WHERE r.source_id = t.source_id);

ANALYZE verdict;
