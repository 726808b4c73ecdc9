-- Purpose: municipalities of the delivery, and the other data sets that are loaded for them. A link
-- to what is not loaded is neither there nor missing. Runs after record.sql.
CREATE UNLOGGED TABLE comparable AS
SELECT DISTINCT c.municipality_number, d.dataset AS target
FROM coverage AS c
CROSS JOIN run
JOIN dataset_coverage AS d USING (municipality_number)
WHERE c.is_complete OR NOT run.covers_content;
