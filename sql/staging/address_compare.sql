-- Purpose: every row of the delivery against what is published, and what is missing from it.
-- Added: not published. Changed: published with another hash. Removed: published in a municipality
-- that the delivery covers, and not in it; a rejected row is not missing.
INSERT INTO verdict
  (change, line, published_id, source_id, municipality_number, label_before, label_after)
SELECT
  CASE
    WHEN a.id IS NULL THEN 'added'
    WHEN a.row_hash = p.row_hash THEN 'unchanged'
    ELSE 'changed'
  END,
  p.line, a.id, p.source_id, p.municipality_number, a.label, p.label
FROM parsed AS p
CROSS JOIN run
LEFT JOIN address AS a ON a.source = run.source AND a.source_id = p.source_id;

INSERT INTO verdict
  (change, published_id, source_id, municipality_number, label_before)
SELECT 'removed', a.id, a.source_id, a.municipality_number, a.label
FROM address AS a
JOIN coverage AS c ON c.municipality_number = a.municipality_number AND c.is_complete
JOIN run ON a.source = run.source
WHERE NOT EXISTS (SELECT FROM parsed AS p WHERE p.source_id = a.source_id)
  AND NOT EXISTS (SELECT FROM rejected AS r WHERE r.source_id = a.source_id);

ANALYZE verdict;
