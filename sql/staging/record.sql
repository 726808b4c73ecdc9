-- Purpose: what the version did, for good: coverage per municipality and a line per change.
-- A municipality that is loaded for the first time gets no lines for what is new: its version says
-- that all is. A row that came from another municipality is always told. Numbers are kept where they changed.
INSERT INTO cadastre_change
  (version_id, source_id, municipality_number, change, label_before, label_after,
   number_before, number_after)
SELECT
  run.version_id, v.source_id, v.municipality_number, v.change,
  coalesce(v.label_before, ''), coalesce(v.label_after, ''),
  CASE WHEN v.number_before IS DISTINCT FROM v.number_after THEN coalesce(v.number_before, '') ELSE '' END,
  CASE WHEN v.number_before IS DISTINCT FROM v.number_after THEN coalesce(v.number_after, '') ELSE '' END
FROM verdict AS v
CROSS JOIN run
WHERE v.change <> 'added' OR EXISTS (
    SELECT FROM dataset_coverage AS c
    WHERE c.dataset = run.dataset AND c.source = run.source
      AND c.municipality_number = v.municipality_number
  );

INSERT INTO cadastre_change
  (version_id, source_id, municipality_number, change, label_before, label_after,
   number_before, number_after)
SELECT
  run.version_id, r.source_id, r.municipality_number, r.change, r.number_before,
  coalesce(r.number_after, ''), r.number_before, coalesce(r.number_after, '')
FROM renumbered AS r, run;

INSERT INTO dataset_coverage
  (dataset, source, municipality_number, version_id, extracted_at, row_count)
SELECT run.dataset, run.source, c.municipality_number, run.version_id, c.extracted_at,
  coalesce(p.row_count, 0)
FROM coverage AS c
CROSS JOIN run
LEFT JOIN published_rows AS p USING (municipality_number)
WHERE c.is_complete OR NOT run.covers_content
-- An answer of the web service is a part: the rest of the municipality is as old as it was.
ON CONFLICT (dataset, municipality_number, source) DO UPDATE
SET version_id = excluded.version_id,
    extracted_at = CASE WHEN (SELECT covers_content FROM run) THEN excluded.extracted_at
      ELSE dataset_coverage.extracted_at END,
    row_count = excluded.row_count;

-- Municipalities that are not counted anew, but gave rows away or got some that came along.
UPDATE dataset_coverage AS d
SET row_count = d.row_count + moved.row_count
FROM run, (
  SELECT municipality_number, sum(n)::bigint AS row_count
  FROM (
    SELECT municipality_number, row_count AS n FROM tally WHERE change = 'added'
    UNION ALL
    SELECT municipality_before, -1
    FROM verdict
    WHERE change = 'changed' AND municipality_before <> municipality_number
    UNION ALL
    SELECT municipality_number, 1
    FROM verdict
    WHERE change = 'changed' AND municipality_before <> municipality_number
  ) AS either
  GROUP BY municipality_number
) AS moved
WHERE d.dataset = run.dataset
  AND d.source = run.source
  AND d.municipality_number = moved.municipality_number
  AND d.version_id <> run.version_id;
