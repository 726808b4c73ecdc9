-- Purpose: how the units are linked: by adresseId and bruksenhetId; a unit has no place of its own.
INSERT INTO share (target, way, row_count)
SELECT 'address', CASE WHEN a.id IS NULL THEN 'none' ELSE 'identifier' END, count(*)
FROM comparable AS c
JOIN unit AS u USING (municipality_number)
LEFT JOIN address AS a ON a.source = u.source AND a.source_id = u.address_source_id
WHERE c.target = 'address'
GROUP BY 2;

INSERT INTO share (target, way, row_count)
SELECT 'building', CASE WHEN l.unit_source_id IS NULL THEN 'none' ELSE 'identifier' END, count(*)
FROM comparable AS c
JOIN unit AS u USING (municipality_number)
LEFT JOIN (SELECT DISTINCT unit_source_id FROM building_unit) AS l ON l.unit_source_id = u.source_id
WHERE c.target = 'building'
GROUP BY 2;
