-- Purpose: how the parcels are linked. Address: by cadastral number, else one stands on it. Cadastral
-- unit: as delivered with the parcel. Building: a unit names the parcel's cadastral unit, else one
-- stands on it.
INSERT INTO share (target, way, row_count)
SELECT 'address', way, count(*)
FROM (
  SELECT CASE
    WHEN bool_or(l.same_property) THEN 'identifier'
    WHEN bool_or(l.stands_on) THEN 'place'
    ELSE 'none'
  END AS way
  FROM comparable AS c
  JOIN parcel AS p USING (municipality_number)
  LEFT JOIN parcel_address AS l ON l.parcel_id = p.id
  WHERE c.target = 'address'
  GROUP BY p.id
) AS linked
GROUP BY way;

INSERT INTO share (target, way, row_count)
SELECT 'cadastral_unit', way, count(*)
FROM (
  SELECT CASE
    WHEN EXISTS (SELECT FROM parcel_cadastral_unit AS l WHERE l.parcel_id = p.id) THEN 'identifier'
    ELSE 'none'
  END AS way
  FROM comparable AS c
  JOIN parcel AS p USING (municipality_number)
  WHERE c.target = 'parcel'
) AS linked
GROUP BY way;

INSERT INTO share (target, way, row_count)
SELECT 'building', way, count(*)
FROM (
  SELECT CASE
    WHEN EXISTS (
      SELECT FROM parcel_cadastral_unit AS pu
      JOIN cadastral_unit AS u ON u.id = pu.cadastral_unit_id
      JOIN building_unit AS l ON l.cadastral_unit_source_id = u.source_id
      WHERE pu.parcel_id = p.id
    ) THEN 'identifier'
    WHEN EXISTS (SELECT FROM building AS b WHERE ST_Intersects(p.geom, b.geom)) THEN 'place'
    ELSE 'none'
  END AS way
  FROM comparable AS c
  JOIN parcel AS p USING (municipality_number)
  WHERE c.target = 'building'
) AS linked
GROUP BY way;
