-- Purpose: the verdict carried out on the published addresses. Runs inside the one transaction.

-- Names that get more or fewer addresses by it.
ANALYZE parsed (street_code, street_name, extra_name);

-- An empty `pair` must not be looked through for each row.
SET LOCAL enable_nestloop = off;

CREATE UNLOGGED TABLE fresh_name AS
SELECT municipality_number, street_code, street_name, extra_name, count(*) AS n,
  max(municipality_name) AS municipality_name
FROM parsed AS p
WHERE municipality_number IN (SELECT municipality_number FROM fresh)
  AND NOT EXISTS (SELECT FROM pair WHERE pair.line = p.line)
GROUP BY municipality_number, street_code, street_name, extra_name;

SET LOCAL enable_nestloop = on;

CREATE UNLOGGED TABLE name_change AS
SELECT municipality_number, street_code, street_name, extra_name, sum(n) AS difference
FROM (
  SELECT a.municipality_number, a.street_code, a.street_name, a.extra_name, -1 AS n
  FROM verdict AS v
  JOIN address AS a ON a.id = v.published_id
  UNION ALL
  SELECT p.municipality_number, p.street_code, p.street_name, p.extra_name, 1
  FROM verdict AS v
  JOIN parsed AS p USING (line)
  UNION ALL
  SELECT municipality_number, street_code, street_name, extra_name, n
  FROM fresh_name
) AS either
WHERE street_name <> '' OR extra_name <> ''
GROUP BY municipality_number, street_code, street_name, extra_name
HAVING sum(n) <> 0;

ANALYZE name_change;

DELETE FROM parcel_address
WHERE address_id IN (SELECT published_id FROM verdict WHERE change = 'removed');

DELETE FROM address
WHERE id IN (SELECT published_id FROM verdict WHERE change = 'removed');

-- Municipalities that lose an address to another one.
CREATE UNLOGGED TABLE left_behind AS
SELECT DISTINCT a.municipality_number
FROM verdict AS v
JOIN parsed AS p USING (line)
JOIN address AS a ON a.id = v.published_id
WHERE v.change = 'changed' AND a.municipality_number <> p.municipality_number;

UPDATE address AS a
SET kind = p.kind,
    municipality_number = p.municipality_number,
    street_code = p.street_code,
    street_name = p.street_name,
    number = p.number,
    letter = p.letter,
    gnr = p.gnr,
    bnr = p.bnr,
    fnr = p.fnr,
    undernumber = p.undernumber,
    extra_name = p.extra_name,
    label = p.label,
    postcode = p.postcode,
    post_town = p.post_town,
    census_tract = p.census_tract,
    urban_area = p.urban_area,
    geom = p.geom,
    access_points = p.access_points,
    source_updated_at = p.source_updated_at,
    digest = p.digest
FROM verdict AS v
JOIN parsed AS p USING (line)
WHERE v.change = 'changed' AND a.id = v.published_id;

-- The same values, known by another text (or the digest of an earlier version): the next delivery of that
-- text is passed over.
UPDATE address AS a
SET digest = p.digest
FROM pair
JOIN parsed AS p USING (line)
WHERE pair.may_differ
  AND a.id = pair.published_id
  AND a.digest IS DISTINCT FROM p.digest;

CREATE UNLOGGED TABLE set_aside AS
SELECT definition FROM set_aside_indexes('address') AS definition;

-- Neighbours on the map become neighbours on disk (Hilbert order of the points). The sort may take what
-- building an index of them may take.
SELECT set_config('work_mem', current_setting('maintenance_work_mem'), true);
SET LOCAL enable_nestloop = off;

INSERT INTO address (
  source, source_id, kind, municipality_number, street_code, street_name, number, letter,
  gnr, bnr, fnr, undernumber, extra_name, label, postcode, post_town, census_tract, urban_area, geom,
  access_points, source_updated_at, digest
)
SELECT
  (SELECT source FROM run), p.source_id, p.kind, p.municipality_number, p.street_code, p.street_name,
  p.number, p.letter, p.gnr, p.bnr, p.fnr, p.undernumber, p.extra_name, p.label, p.postcode, p.post_town,
  p.census_tract, p.urban_area, p.geom, p.access_points, p.source_updated_at, p.digest
FROM parsed AS p
WHERE NOT EXISTS (SELECT FROM pair WHERE pair.line = p.line)
ORDER BY p.geom;

SET LOCAL work_mem = '64MB';
SET LOCAL enable_nestloop = on;

SELECT build_indexes(array_agg(definition)) FROM set_aside HAVING count(*) > 0;

-- The name as addresses carry it (upper case), until a border delivery brings the proper one.
CREATE UNLOGGED TABLE named AS
SELECT municipality_number, coalesce(max(municipality_name), municipality_number) AS name
FROM (
  SELECT municipality_number, municipality_name FROM fresh_name
  UNION ALL
  SELECT p.municipality_number, p.municipality_name FROM verdict JOIN parsed AS p USING (line)
) AS touched
GROUP BY municipality_number;

INSERT INTO municipality (number, name)
SELECT municipality_number, name FROM named
ON CONFLICT (number) DO NOTHING;

-- Urban areas are named by their addresses alone.
CREATE UNLOGGED TABLE urban AS
SELECT urban_area, municipality_number, max(urban_area_name) AS name
FROM parsed
WHERE urban_area <> ''
GROUP BY urban_area, municipality_number;

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

-- Where nothing was published, what is published is what is new.
CREATE UNLOGGED TABLE published_rows AS
SELECT municipality_number, row_count
FROM new_row
WHERE EXISTS (SELECT FROM set_aside)
UNION ALL
SELECT municipality_number, count(*)
FROM address
WHERE source = (SELECT source FROM run)
  AND municipality_number IN (SELECT municipality_number FROM coverage)
  AND NOT EXISTS (SELECT FROM set_aside)
GROUP BY municipality_number;
