-- Purpose: how many rows of each municipality the comparison left as they are. Runs after kept.sql.
-- A row that was read and is neither added nor changed is published already, just so.
CREATE UNLOGGED TABLE tally AS
SELECT municipality_number, change, count(*) AS row_count
FROM verdict
GROUP BY municipality_number, change
UNION ALL
SELECT municipality_number, 'added', row_count
FROM fresh
UNION ALL
SELECT c.municipality_number, 'unchanged', c.rows_read - coalesce(v.row_count, 0) - coalesce(f.row_count, 0)
FROM coverage AS c
LEFT JOIN fresh AS f USING (municipality_number)
LEFT JOIN (
  SELECT municipality_number, count(*) AS row_count
  FROM verdict
  WHERE change IN ('added', 'changed')
  GROUP BY municipality_number
) AS v USING (municipality_number)
WHERE c.rows_read > 0;
