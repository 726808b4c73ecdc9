-- Purpose: what hangs on the addresses: names, unit counts and parcels, for the rows that are touched.
CREATE UNLOGGED TABLE touched AS
SELECT municipality_number FROM verdict
UNION
SELECT municipality_number FROM fresh
UNION
SELECT municipality_number FROM left_behind;

CREATE UNLOGGED TABLE set_aside_of_names AS
SELECT definition FROM set_aside_indexes('address_name') AS definition;

UPDATE address_name AS n
SET address_count = n.address_count + c.difference
FROM name_change AS c
WHERE (n.municipality_number, n.street_code, n.street_name, n.extra_name)
  = (c.municipality_number, c.street_code, c.street_name, c.extra_name);

DELETE FROM address_name AS n
USING name_change AS c
WHERE c.difference < 0
  AND n.address_count <= 0
  AND (n.municipality_number, n.street_code, n.street_name, n.extra_name)
    = (c.municipality_number, c.street_code, c.street_name, c.extra_name);

INSERT INTO address_name
  (municipality_number, street_code, street_name, extra_name, name, address_count)
SELECT
  municipality_number, street_code, street_name, extra_name,
  concat_ws(', ', nullif(extra_name, ''), nullif(street_name, '')), difference
FROM name_change AS c
WHERE c.difference > 0
  AND NOT EXISTS (
    SELECT FROM address_name AS n
    WHERE (n.municipality_number, n.street_code, n.street_name, n.extra_name)
      = (c.municipality_number, c.street_code, c.street_name, c.extra_name)
  );

SELECT build_indexes(array_agg(definition)) FROM set_aside_of_names HAVING count(*) > 0;

SELECT refresh_unit_counts(run.source, covered.numbers)
FROM run, (
  SELECT array_agg(DISTINCT municipality_number::text) AS numbers
  FROM touched
  JOIN dataset_coverage AS c USING (municipality_number)
  WHERE c.dataset = 'unit'
) AS covered
WHERE covered.numbers IS NOT NULL;

SELECT link_parcel_addresses(array_agg(a.id), '{}')
FROM run
JOIN address AS a ON a.source = run.source
JOIN parsed AS p USING (source_id)
WHERE EXISTS (SELECT FROM parcel)
  AND (
    NOT EXISTS (SELECT FROM pair WHERE pair.line = p.line)
    OR EXISTS (SELECT FROM verdict AS v WHERE v.line = p.line AND v.change = 'changed')
  )
HAVING count(*) > 0;

SELECT match_businesses(array_agg(municipality_number))
FROM touched
WHERE EXISTS (SELECT FROM business)
HAVING count(*) > 0;
