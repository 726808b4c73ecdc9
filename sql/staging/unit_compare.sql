-- Purpose: every unit of the delivery against what is published, and what is missing from it.
-- The words are those of address_compare.sql; the key is unit and address together.
INSERT INTO verdict
  (change, line, published_id, source_id, municipality_number, label_before, label_after,
   municipality_before)
SELECT
  CASE WHEN u.id IS NULL THEN 'added' ELSE 'changed' END,
  p.line, u.id, p.source_id, p.municipality_number, u.unit_number, p.unit_number,
  u.municipality_number
FROM parsed AS p
CROSS JOIN run
LEFT JOIN unit AS u
  ON u.source = run.source
  AND u.source_id = p.source_id
  AND u.address_source_id = p.address_source_id
WHERE u.id IS NULL OR u.row_hash <> p.row_hash;

INSERT INTO verdict
  (change, published_id, source_id, municipality_number, label_before)
SELECT 'removed', u.id, u.source_id, u.municipality_number, u.unit_number
FROM unit AS u
JOIN coverage AS c ON c.municipality_number = u.municipality_number AND c.is_complete
JOIN run ON u.source = run.source
WHERE NOT EXISTS (
    SELECT FROM parsed AS p
    WHERE p.source_id = u.source_id AND p.address_source_id = u.address_source_id
  )
  AND NOT EXISTS (SELECT FROM rejected AS r WHERE r.source_id = u.source_id);

ANALYZE verdict;
