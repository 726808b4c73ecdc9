-- Purpose: which municipalities the delivery covers, and how fresh it is for each.
-- Reads parsed (municipality_number, extracted) of any data set. What the deliverer's file name
-- declares goes first; a stray row of a neighbour then does not cover the neighbour.
CREATE UNLOGGED TABLE delivered AS
SELECT municipality_number, extracted, count(*) AS rows_read
FROM parsed
GROUP BY municipality_number, extracted;

INSERT INTO coverage (municipality_number, extracted_at, rows_read, is_complete)
SELECT
  d.municipality_number,
  max(source_time(d.extracted, run.source_zone)),
  sum(d.rows_read),
  run.covers_content
    AND (run.declared_area IS NULL OR starts_with(d.municipality_number, run.declared_area))
FROM delivered AS d, run
GROUP BY d.municipality_number, run.covers_content, run.declared_area;

-- A municipality that is published and declared but has no row left: all of it would be removed.
INSERT INTO coverage (municipality_number, extracted_at, rows_read, is_complete)
SELECT p.municipality_number, (SELECT max(extracted_at) FROM coverage), 0, true
FROM dataset_coverage AS p, run
WHERE run.covers_content
  AND p.dataset = run.dataset
  AND p.row_count > 0
  AND starts_with(p.municipality_number, run.declared_area)
ON CONFLICT DO NOTHING;

ANALYZE parsed (line, source_id, municipality_number);
ANALYZE coverage;
