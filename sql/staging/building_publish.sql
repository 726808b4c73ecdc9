-- Purpose: the verdict carried out on the published buildings and their units. Runs inside the one
-- transaction.
DELETE FROM building_unit
WHERE building_id IN (SELECT published_id FROM verdict WHERE change IN ('removed', 'changed'));

DELETE FROM building
WHERE id IN (SELECT published_id FROM verdict WHERE change = 'removed');

UPDATE building AS b
SET municipality_number = p.municipality_number,
    building_number = p.building_number,
    building_type = p.building_type,
    status = p.status,
    geom = p.geom,
    row_hash = p.row_hash,
    source_updated_at = p.source_updated_at
FROM verdict AS v
JOIN parsed AS p USING (line)
WHERE v.change = 'changed' AND b.id = v.published_id;

CREATE UNLOGGED TABLE set_aside AS
SELECT definition FROM set_aside_indexes('building') AS definition;

INSERT INTO building (
  source, source_id, municipality_number, building_number, building_type, status, geom, row_hash,
  source_updated_at
)
SELECT
  run.source, p.source_id, p.municipality_number, p.building_number, p.building_type, p.status,
  p.geom, p.row_hash, p.source_updated_at
FROM verdict AS v
JOIN parsed AS p USING (line)
CROSS JOIN run
WHERE v.change = 'added'
ORDER BY p.geom;

SELECT build_indexes(array_agg(definition)) FROM set_aside HAVING count(*) > 0;

INSERT INTO building_unit (
  building_id, unit_source_id, address_source_id, cadastral_unit_source_id, use
)
SELECT DISTINCT ON (b.id, u.source_id, u.address_source_id)
  b.id, u.source_id, u.address_source_id, u.cadastral_unit_source_id, u.use
FROM verdict AS v
JOIN parsed AS p USING (line)
CROSS JOIN run
CROSS JOIN jsonb_to_recordset(p.units) AS u (
  source_id text, address_source_id text, cadastral_unit_source_id text, use text
)
JOIN building AS b ON b.source = run.source AND b.source_id = p.source_id
WHERE v.change IN ('added', 'changed')
ORDER BY b.id, u.source_id, u.address_source_id, u.cadastral_unit_source_id;

INSERT INTO municipality (number, name)
SELECT municipality_number, coalesce(max(municipality_name), municipality_number)
FROM parsed
GROUP BY municipality_number
ON CONFLICT (number) DO NOTHING;

CREATE UNLOGGED TABLE published_rows AS
SELECT municipality_number, count(*) AS row_count
FROM building
WHERE source = (SELECT source FROM run)
  AND municipality_number IN (SELECT municipality_number FROM coverage)
GROUP BY municipality_number;
