-- Purpose: what hangs on the addresses: names, unit counts and parcels, for the rows that are touched.
CREATE UNLOGGED TABLE set_aside_of_names AS
SELECT definition FROM set_aside_indexes('address_name') AS definition;

SELECT refresh_address_names(array_agg(municipality_number))
FROM (
  SELECT municipality_number FROM verdict
  UNION
  SELECT municipality_number FROM left_behind
) AS touched
HAVING count(*) > 0;

SELECT build_indexes(array_agg(definition)) FROM set_aside_of_names HAVING count(*) > 0;

SELECT refresh_unit_counts(run.source, touched.numbers)
FROM run, (
  SELECT array_agg(DISTINCT municipality_number::text) AS numbers
  FROM verdict
  JOIN dataset_coverage AS c USING (municipality_number)
  WHERE c.dataset = 'unit'
) AS touched
WHERE touched.numbers IS NOT NULL;

SELECT link_parcel_addresses(array_agg(a.id), '{}')
FROM verdict AS v
JOIN run ON true
JOIN address AS a ON a.source = run.source AND a.source_id = v.source_id
WHERE v.change IN ('added', 'changed')
  AND EXISTS (SELECT FROM parcel)
HAVING count(*) > 0;

SELECT match_businesses(array_agg(DISTINCT municipality_number))
FROM verdict
WHERE EXISTS (SELECT FROM business)
HAVING count(*) > 0;
