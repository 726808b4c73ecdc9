-- Purpose: which municipalities the delivery covers, and how fresh it is for each.
-- Reads parsed (municipality_number, extracted) of any data set, and known. What the deliverer's file name
-- declares goes first; a stray row of a neighbour then does not cover the neighbour.
-- A check that has counted the rows already has made delivered.
CREATE UNLOGGED TABLE IF NOT EXISTS delivered AS
SELECT municipality_number, extracted, count(*) AS rows_read
FROM parsed
GROUP BY municipality_number, extracted;

-- Taken out after tomorrow: no row is, and with such a date every later delivery would be the older one.
-- The clock of either side may be wrong by a day.
CREATE UNLOGGED TABLE too_late AS
SELECT extracted, source_time(extracted, source_zone) AS extracted_at
FROM (SELECT DISTINCT extracted FROM delivered WHERE extracted IS NOT NULL) AS told, run
WHERE source_time(extracted, source_zone) > now() + interval '1 day';

INSERT INTO rejected (line, source_id, reason)
SELECT
  coalesce((to_jsonb(p) ->> 'file_line')::bigint, p.line), p.source_id,
  'it says that it was taken out ' || to_char(t.extracted_at, 'YYYY-MM-DD')
    || ', which is still to come (is the clock of this machine right?)'
FROM parsed AS p
JOIN too_late AS t USING (extracted);

DELETE FROM parsed WHERE extracted IN (SELECT extracted FROM too_late);
DELETE FROM delivered WHERE extracted IN (SELECT extracted FROM too_late);

INSERT INTO coverage (municipality_number, extracted_at, rows_read, is_complete)
SELECT
  d.municipality_number,
  max(source_time(d.extracted, run.source_zone)),
  sum(d.rows_read),
  run.covers_content
    AND (run.declared_area IS NULL OR starts_with(d.municipality_number, run.declared_area))
FROM run, (
  SELECT * FROM delivered
  UNION ALL
  SELECT municipality_number, extracted, row_count FROM known
) AS d
GROUP BY d.municipality_number, run.covers_content, run.declared_area;

-- A municipality that is published and declared but has no row left: all of it would be removed.
INSERT INTO coverage (municipality_number, extracted_at, rows_read, is_complete)
SELECT p.municipality_number, (SELECT max(extracted_at) FROM coverage), 0, true
FROM dataset_coverage AS p, run
WHERE run.covers_content
  AND p.dataset = run.dataset
  AND p.source = run.source
  AND p.row_count > 0
  AND starts_with(p.municipality_number, run.declared_area)
ON CONFLICT DO NOTHING;

ANALYZE parsed (line, source_id, municipality_number);
ANALYZE coverage;
