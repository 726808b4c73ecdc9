-- Purpose: every building of the delivery against what is published, and what is missing from it.
-- The words are those of address_compare.sql. The hash covers the units of the building.
INSERT INTO verdict
  (change, line, published_id, source_id, municipality_number, label_before, label_after,
   municipality_before)
SELECT
  CASE WHEN b.id IS NULL THEN 'added' ELSE 'changed' END,
  p.line, b.id, p.source_id, p.municipality_number, b.building_number, p.building_number,
  b.municipality_number
FROM parsed AS p
CROSS JOIN run
LEFT JOIN building AS b ON b.source = run.source AND b.source_id = p.source_id
WHERE b.id IS NULL OR b.row_hash <> p.row_hash;

INSERT INTO verdict
  (change, published_id, source_id, municipality_number, label_before)
SELECT 'removed', b.id, b.source_id, b.municipality_number, b.building_number
FROM building AS b
JOIN coverage AS c ON c.municipality_number = b.municipality_number AND c.is_complete
JOIN run ON b.source = run.source
WHERE NOT EXISTS (SELECT FROM parsed AS p WHERE p.source_id = b.source_id)
  AND NOT EXISTS (SELECT FROM rejected AS r WHERE r.source_id = b.source_id);

ANALYZE verdict;
