-- Purpose: every row of the delivery against what is published, and what is missing from it.
-- Added: not published. Changed: published with another value in any column. Removed: published in a
-- municipality that the delivery covers, and not in it; a rejected row is not missing. What is as
-- published leaves no row here, and what the reader knew of it did not come here at all. Rows with
-- another digest are compared by value: a digest made in another way (of another form, of an earlier
-- version) hides nothing and changes nothing.
ANALYZE unseen;
ANALYZE looked_for;

CREATE UNLOGGED TABLE pair AS
SELECT p.line, a.id AS published_id, a.digest IS DISTINCT FROM p.digest AS may_differ
FROM parsed AS p
CROSS JOIN run
JOIN address AS a ON a.source = run.source AND a.source_id = p.source_id;

ANALYZE pair;

CREATE UNLOGGED TABLE new_row AS
SELECT municipality_number, sum(n)::bigint AS row_count
FROM (
  SELECT municipality_number, rows_read AS n FROM delivered
  UNION ALL
  SELECT p.municipality_number, -1 FROM pair JOIN parsed AS p USING (line)
) AS either
GROUP BY municipality_number
HAVING sum(n) > 0;

INSERT INTO fresh (municipality_number, row_count)
SELECT municipality_number, row_count
FROM new_row
WHERE municipality_number NOT IN (
  SELECT municipality_number
  FROM dataset_coverage
  WHERE dataset = 'address' AND source = (SELECT source FROM run)
);

INSERT INTO verdict (change, line, source_id, municipality_number, label_after, number_after)
SELECT
  'added', p.line, p.source_id, p.municipality_number, p.label,
  property_number(p.municipality_number, p.gnr, p.bnr, p.fnr)
FROM parsed AS p
WHERE EXISTS (SELECT FROM new_row WHERE municipality_number NOT IN (SELECT municipality_number FROM fresh))
  AND p.municipality_number NOT IN (SELECT municipality_number FROM fresh)
  AND NOT EXISTS (SELECT FROM pair WHERE pair.line = p.line);

INSERT INTO verdict
  (change, line, published_id, source_id, municipality_number, label_before, label_after,
   municipality_before, number_before, number_after)
SELECT
  'changed', p.line, a.id, p.source_id, p.municipality_number, a.label, p.label,
  a.municipality_number,
  property_number(a.municipality_number, a.gnr, a.bnr, a.fnr),
  property_number(p.municipality_number, p.gnr, p.bnr, p.fnr)
FROM pair
JOIN parsed AS p USING (line)
JOIN address AS a ON a.id = pair.published_id
WHERE pair.may_differ
  AND (
    a.kind, a.municipality_number, a.street_code, a.street_name, a.number, a.letter, a.gnr, a.bnr,
    a.fnr, a.undernumber, a.extra_name, a.label, a.postcode, a.post_town, a.census_tract,
    a.urban_area, a.geom, a.access_points, a.source_updated_at
  ) IS DISTINCT FROM (
    p.kind, p.municipality_number, p.street_code, p.street_name, p.number, p.letter, p.gnr, p.bnr,
    p.fnr, p.undernumber, p.extra_name, p.label, p.postcode, p.post_town, p.census_tract,
    p.urban_area, p.geom, p.access_points, p.source_updated_at
  );

CREATE UNLOGGED TABLE not_looked_for AS
SELECT municipality_number
FROM coverage
WHERE is_complete AND municipality_number NOT IN (SELECT municipality_number FROM looked_for);

ANALYZE not_looked_for;

INSERT INTO verdict
  (change, published_id, source_id, municipality_number, label_before, number_before)
SELECT
  'removed', a.id, a.source_id, a.municipality_number, a.label,
  property_number(a.municipality_number, a.gnr, a.bnr, a.fnr)
FROM (
  SELECT a.id, a.source, a.source_id, a.municipality_number, a.label, a.gnr, a.bnr, a.fnr
  FROM unseen
  JOIN address AS a ON a.id = unseen.published_id
  UNION ALL
  SELECT a.id, a.source, a.source_id, a.municipality_number, a.label, a.gnr, a.bnr, a.fnr
  FROM not_looked_for
  JOIN address AS a USING (municipality_number)
) AS a
JOIN coverage AS c ON c.municipality_number = a.municipality_number AND c.is_complete
JOIN run ON a.source = run.source
WHERE NOT EXISTS (SELECT FROM pair WHERE pair.published_id = a.id)
  AND NOT EXISTS (SELECT FROM rejected AS r WHERE r.source_id = a.source_id);

ANALYZE verdict;
