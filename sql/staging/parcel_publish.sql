-- Purpose: the verdict carried out on the published parcels and their cadastral units. Runs inside
-- the one transaction.
DELETE FROM parcel_address
WHERE parcel_id IN (SELECT published_id FROM verdict WHERE change = 'removed');

DELETE FROM parcel_cadastral_unit
WHERE parcel_id IN (SELECT published_id FROM verdict WHERE change IN ('removed', 'changed'));

DELETE FROM parcel
WHERE id IN (SELECT published_id FROM verdict WHERE change = 'removed');

UPDATE parcel AS t
SET municipality_number = p.municipality_number,
    label = p.label,
    geom = p.geom,
    area_m2 = p.area_m2,
    is_disputed = p.is_disputed,
    is_unregistered_joint_land = p.is_unregistered_joint_land,
    row_hash = p.row_hash,
    source_updated_at = p.source_updated_at
FROM verdict AS v
JOIN parsed AS p USING (line)
WHERE v.change = 'changed' AND t.id = v.published_id;

-- Indexes are set aside for all three tables or none, and only where nothing was there or taken out:
-- a table with references that wait for their check can have no index made.
CREATE UNLOGGED TABLE filled_first AS
SELECT name
FROM unnest(ARRAY['parcel', 'cadastral_unit', 'parcel_cadastral_unit']::regclass[]) AS t (name)
WHERE NOT EXISTS (SELECT FROM parcel)
  AND NOT EXISTS (SELECT FROM cadastral_unit)
  AND NOT EXISTS (SELECT FROM verdict WHERE change <> 'added');

CREATE UNLOGGED TABLE set_aside AS
SELECT definition
FROM filled_first
CROSS JOIN LATERAL set_aside_indexes(name) AS definition;

INSERT INTO parcel (
  source, source_id, municipality_number, label, geom, area_m2, is_disputed,
  is_unregistered_joint_land, row_hash, source_updated_at
)
SELECT
  run.source, p.source_id, p.municipality_number, p.label, p.geom, p.area_m2, p.is_disputed,
  p.is_unregistered_joint_land, p.row_hash, p.source_updated_at
FROM verdict AS v
JOIN parsed AS p USING (line)
CROSS JOIN run
WHERE v.change = 'added'
ORDER BY p.geom;

-- Units as delivered with their parcel; one that stands at several parcels is the same everywhere.
CREATE UNLOGGED TABLE delivered_unit AS
SELECT
  p.source_id AS parcel_source_id,
  u.source_id, u.municipality_number,
  whole_number(u.gnr) AS gnr, whole_number(u.bnr) AS bnr,
  coalesce(whole_number(u.fnr), 0) AS fnr, coalesce(whole_number(u.snr), 0) AS snr,
  coalesce(u.kind, '') AS kind, coalesce(u.name, '') AS name,
  u.is_point_lease IS NOT DISTINCT FROM 'true' AS is_point_lease
FROM verdict AS v
JOIN parsed AS p USING (line)
CROSS JOIN jsonb_to_recordset(p.units) AS u (
  source_id text, municipality_number text, gnr text, bnr text, fnr text, snr text, kind text,
  name text, is_point_lease text
)
WHERE v.change IN ('added', 'changed');

CREATE UNLOGGED TABLE touched_unit AS
SELECT DISTINCT ON (u.source_id) u.*, c.id AS published_id
FROM delivered_unit AS u
CROSS JOIN run
LEFT JOIN cadastral_unit AS c ON c.source = run.source AND c.source_id = u.source_id;

INSERT INTO renumbered (change, source_id, municipality_number, number_before, number_after)
SELECT
  'renumbered', c.source_id, u.municipality_number,
  property_number(c.municipality_number, c.gnr, c.bnr, c.fnr),
  property_number(u.municipality_number, u.gnr, u.bnr, u.fnr)
FROM touched_unit AS u
JOIN cadastral_unit AS c ON c.id = u.published_id
WHERE (c.municipality_number, c.gnr, c.bnr, c.fnr)
  IS DISTINCT FROM (u.municipality_number, u.gnr, u.bnr, u.fnr);

UPDATE cadastral_unit AS c
SET municipality_number = u.municipality_number,
    gnr = u.gnr,
    bnr = u.bnr,
    fnr = u.fnr,
    snr = u.snr,
    kind = u.kind,
    name = u.name,
    is_point_lease = u.is_point_lease
FROM touched_unit AS u
WHERE c.id = u.published_id
  AND (c.municipality_number, c.gnr, c.bnr, c.fnr, c.snr, c.kind, c.name, c.is_point_lease)
    IS DISTINCT FROM
    (u.municipality_number, u.gnr, u.bnr, u.fnr, u.snr, u.kind, u.name, u.is_point_lease);

INSERT INTO cadastral_unit (
  source, source_id, municipality_number, gnr, bnr, fnr, snr, kind, name, is_point_lease
)
SELECT
  run.source, u.source_id, u.municipality_number, u.gnr, u.bnr, u.fnr, u.snr, u.kind, u.name,
  u.is_point_lease
FROM touched_unit AS u, run
WHERE u.published_id IS NULL;

INSERT INTO parcel_cadastral_unit (parcel_id, cadastral_unit_id)
SELECT DISTINCT t.id, c.id
FROM delivered_unit AS u
CROSS JOIN run
JOIN parcel AS t ON t.source = run.source AND t.source_id = u.parcel_source_id
JOIN cadastral_unit AS c ON c.source = run.source AND c.source_id = u.source_id;

SELECT build_indexes(array_agg(definition)) FROM set_aside HAVING count(*) > 0;

-- A cadastral unit that lost its last parcel is gone.
WITH gone AS (
  DELETE FROM cadastral_unit AS c
  USING run
  WHERE c.source = run.source
    AND c.municipality_number IN (SELECT municipality_number FROM coverage)
    AND NOT EXISTS (SELECT FROM parcel_cadastral_unit AS l WHERE l.cadastral_unit_id = c.id)
  RETURNING c.*
)
INSERT INTO renumbered (change, source_id, municipality_number, number_before)
SELECT
  'expired', source_id, municipality_number,
  property_number(municipality_number, gnr, bnr, fnr)
FROM gone;

INSERT INTO municipality (number, name)
SELECT municipality_number, coalesce(max(municipality_name), municipality_number)
FROM parsed
GROUP BY municipality_number
ON CONFLICT (number) DO NOTHING;

CREATE UNLOGGED TABLE published_rows AS
SELECT municipality_number, count(*) AS row_count
FROM parcel
WHERE source = (SELECT source FROM run)
  AND municipality_number IN (SELECT municipality_number FROM coverage)
GROUP BY municipality_number;
