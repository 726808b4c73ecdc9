-- Purpose: the verdict carried out on the municipalities. Runs inside the one transaction.
INSERT INTO municipality (number, name, border)
SELECT p.municipality_number, p.name, p.border
FROM verdict AS v
JOIN parsed AS p USING (line)
ON CONFLICT (number) DO UPDATE
SET name = excluded.name,
    border = excluded.border;

CREATE UNLOGGED TABLE published_rows AS
SELECT municipality_number, 1 AS row_count
FROM parsed;
