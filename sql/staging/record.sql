-- Purpose: what the version did, for good: coverage per municipality and a line per change.
-- A municipality that is loaded for the first time gets no lines: its version says that all is new.
INSERT INTO cadastre_change
  (version_id, source_id, municipality_number, change, label_before, label_after)
SELECT
  run.version_id, v.source_id, v.municipality_number, v.change,
  coalesce(v.label_before, ''), coalesce(v.label_after, '')
FROM verdict AS v
CROSS JOIN run
WHERE v.change <> 'unchanged'
  AND EXISTS (
    SELECT FROM dataset_coverage AS c
    WHERE c.dataset = run.dataset AND c.municipality_number = v.municipality_number
  );

INSERT INTO dataset_coverage (dataset, municipality_number, version_id, extracted_at, row_count)
SELECT run.dataset, c.municipality_number, run.version_id, c.extracted_at,
  coalesce(p.row_count, 0)
FROM coverage AS c
CROSS JOIN run
LEFT JOIN published_rows AS p USING (municipality_number)
WHERE c.is_complete OR NOT run.covers_content
ON CONFLICT (dataset, municipality_number) DO UPDATE
SET version_id = excluded.version_id,
    extracted_at = excluded.extracted_at,
    row_count = excluded.row_count;
