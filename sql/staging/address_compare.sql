-- Purpose: every row of the delivery against what is published, and what is missing from it.
-- Added: not published. Changed: published with another value in any column. Removed: published in a
-- municipality that the delivery covers, and not in it; a rejected row is not missing. What is as
-- published leaves no row here. Values are compared, not a digest: it costs less and hides nothing.
INSERT INTO verdict
  (change, line, published_id, source_id, municipality_number, label_before, label_after,
   municipality_before, number_before, number_after)
SELECT
  CASE WHEN a.id IS NULL THEN 'added' ELSE 'changed' END,
  p.line, a.id, p.source_id, p.municipality_number, a.label, p.label,
  a.municipality_number,
  CASE WHEN a.id IS NOT NULL
    THEN property_number(a.municipality_number, a.gnr, a.bnr, a.fnr) END,
  CASE WHEN a.id IS NOT NULL
    THEN property_number(p.municipality_number, p.gnr, p.bnr, p.fnr) END
FROM parsed AS p
CROSS JOIN run
LEFT JOIN address AS a ON a.source = run.source AND a.source_id = p.source_id
WHERE a.id IS NULL
  OR (
    a.kind, a.municipality_number, a.street_code, a.street_name, a.number, a.letter, a.gnr, a.bnr,
    a.fnr, a.undernumber, a.extra_name, a.label, a.postcode, a.post_town, a.census_tract, a.geom,
    a.access_points, a.source_updated_at
  ) IS DISTINCT FROM (
    p.kind, p.municipality_number, p.street_code, p.street_name, p.number, p.letter, p.gnr, p.bnr,
    p.fnr, p.undernumber, p.extra_name, p.label, p.postcode, p.post_town, p.census_tract, p.geom,
    p.access_points, p.source_updated_at
  );

INSERT INTO verdict
  (change, published_id, source_id, municipality_number, label_before, number_before)
SELECT
  'removed', a.id, a.source_id, a.municipality_number, a.label,
  property_number(a.municipality_number, a.gnr, a.bnr, a.fnr)
FROM address AS a
JOIN coverage AS c ON c.municipality_number = a.municipality_number AND c.is_complete
JOIN run ON a.source = run.source
WHERE NOT EXISTS (SELECT FROM known AS k WHERE k.published_id = a.id)
  AND NOT EXISTS (SELECT FROM parsed AS p WHERE p.source_id = a.source_id)
  AND NOT EXISTS (SELECT FROM rejected AS r WHERE r.source_id = a.source_id);

ANALYZE verdict;
