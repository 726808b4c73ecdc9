-- Purpose: how many rows of each municipality the comparison left as they are. Runs after kept.sql.
-- A row that was read and is neither added nor changed is published already, just so.
CREATE UNLOGGED TABLE tally AS
SELECT municipality_number, change, count(*) AS row_count
FROM verdict
GROUP BY municipality_number, change
UNION ALL
SELECT r.municipality_number, 'unchanged', r.row_count - coalesce(v.row_count, 0)
FROM (
  SELECT municipality_number, count(*) AS row_count
  FROM (
    SELECT municipality_number FROM parsed UNION ALL SELECT municipality_number FROM known
  ) AS delivered
  GROUP BY municipality_number
) AS r
LEFT JOIN (
  SELECT municipality_number, count(*) AS row_count
  FROM verdict
  WHERE change IN ('added', 'changed')
  GROUP BY municipality_number
) AS v USING (municipality_number);
