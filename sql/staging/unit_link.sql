-- Purpose: the unit counts of the addresses; runs after record.sql, which says what is covered.
SELECT refresh_unit_counts(run.source, touched.numbers)
FROM run, (SELECT array_agg(municipality_number) AS numbers FROM coverage) AS touched
WHERE touched.numbers IS NOT NULL;
