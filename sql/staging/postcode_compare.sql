-- Purpose: every postcode of the register against what is published, and what is missing from it.
INSERT INTO verdict (change, line, source_id, municipality_number, label_before, label_after)
SELECT
  CASE WHEN c.number IS NULL THEN 'added' ELSE 'changed' END,
  p.line, p.source_id, p.municipality_number, c.post_town, p.post_town
FROM parsed AS p
LEFT JOIN postcode AS c ON c.number = p.source_id
WHERE c.number IS NULL OR c.row_hash <> p.row_hash;

INSERT INTO verdict (change, published_id, source_id, municipality_number, label_before)
SELECT 'removed', c.number::bigint, c.number, '0000', c.post_town
FROM postcode AS c
WHERE NOT EXISTS (SELECT FROM parsed AS p WHERE p.source_id = c.number)
  AND NOT EXISTS (SELECT FROM rejected AS r WHERE r.source_id = c.number);

ANALYZE verdict;
