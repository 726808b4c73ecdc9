-- Purpose: what hangs on the addresses: names, unit counts and parcels, for the rows that are touched.

-- The name as addresses carry it (upper case), until a border delivery brings the proper one.
CREATE UNLOGGED TABLE named AS
SELECT municipality_number, coalesce(max(municipality_name), municipality_number) AS name
FROM (
  SELECT municipality_number, municipality_name FROM given_name JOIN fresh USING (municipality_number)
  UNION ALL
  SELECT p.municipality_number, p.municipality_name FROM verdict JOIN parsed AS p USING (line)
) AS touched
GROUP BY municipality_number;

INSERT INTO municipality (number, name)
SELECT municipality_number, name FROM named
ON CONFLICT (number) DO NOTHING;

-- Urban areas are named by their addresses alone.
INSERT INTO urban_area (number, name, municipality_numbers)
SELECT urban_area, max(name), array_agg(municipality_number)
FROM urban
GROUP BY urban_area
ON CONFLICT (number) DO UPDATE
SET name = coalesce(nullif(excluded.name, ''), urban_area.name),
    municipality_numbers = ARRAY(
      SELECT DISTINCT unnest(urban_area.municipality_numbers || excluded.municipality_numbers)
    )
WHERE excluded.name NOT IN ('', urban_area.name)
  OR NOT excluded.municipality_numbers <@ urban_area.municipality_numbers;

CREATE UNLOGGED TABLE name_change AS
SELECT municipality_number, street_code, street_name, extra_name, sum(n) AS difference
FROM (
  SELECT municipality_number, street_code, street_name, extra_name, n FROM name_difference
  UNION ALL
  SELECT municipality_number, street_code, street_name, extra_name, n
  FROM given_name
  JOIN fresh USING (municipality_number)
  UNION ALL
  -- Those that came there from another municipality are among the differences.
  SELECT p.municipality_number, p.street_code, p.street_name, p.extra_name, -1
  FROM pair
  JOIN parsed AS p USING (line)
  JOIN fresh USING (municipality_number)
) AS either
WHERE street_name <> '' OR extra_name <> ''
GROUP BY municipality_number, street_code, street_name, extra_name
HAVING sum(n) <> 0;

ANALYZE name_change;

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
