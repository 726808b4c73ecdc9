-- Purpose: the verdict carried out on the published addresses. Runs inside the one transaction.

-- Names that get more or fewer addresses by it. Those of municipalities that were not published before
-- are counted meanwhile (address_beside.sql).
CREATE UNLOGGED TABLE name_difference AS
SELECT a.municipality_number::text, a.street_code, a.street_name, a.extra_name, -1 AS n
FROM verdict AS v
JOIN address AS a ON a.id = v.published_id
UNION ALL
SELECT p.municipality_number, p.street_code, p.street_name, p.extra_name, 1
FROM verdict AS v
JOIN parsed AS p USING (line);

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
