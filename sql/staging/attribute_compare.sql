-- Purpose: what the file says against what it said when it was loaded last. One load of an organisation
-- at a time, from here to the commit.
SELECT pg_advisory_xact_lock(1735680879, load.organisation_id::integer) FROM load;

CREATE UNLOGGED TABLE published AS
SELECT v.id, v.key, a.name, v.value
FROM load
JOIN own_attribute AS a USING (organisation_id, title)
JOIN own_value AS v ON v.attribute_id = a.id;

CREATE UNLOGGED TABLE verdict AS
SELECT p.id AS published_id, n.key, n.name, n.value
FROM published AS p
FULL JOIN parsed AS n USING (key, name, value)
WHERE p.id IS NULL OR n.key IS NULL;

CREATE UNLOGGED TABLE told_counts AS
SELECT
  (SELECT count(*) FROM verdict WHERE published_id IS NULL) AS added,
  (SELECT count(*) FROM verdict WHERE published_id IS NOT NULL) AS removed,
  (SELECT count(*) FROM parsed) - (SELECT count(*) FROM verdict WHERE published_id IS NULL) AS unchanged,
  (SELECT count(DISTINCT key) FROM published AS p
   WHERE NOT EXISTS (SELECT FROM parsed AS n WHERE n.key = p.key)) AS keys_gone,
  (SELECT count(DISTINCT key) FROM published) AS keys_before;
