-- Purpose: every border of the delivery against what is published. Nothing is removed: which
-- municipalities exist follows from the addresses. A municipality that only addresses have named so
-- far counts as added.
INSERT INTO verdict
  (change, line, source_id, municipality_number, label_before, label_after)
SELECT
  CASE WHEN m.border IS NULL THEN 'added' ELSE 'changed' END,
  p.line, p.source_id, p.municipality_number, m.name, p.name
FROM parsed AS p
LEFT JOIN municipality AS m ON m.number = p.municipality_number
WHERE m.border IS NULL OR m.name <> p.name OR NOT ST_OrderingEquals(m.border, p.border);

ANALYZE verdict;
