-- Purpose: how the buildings are linked. Address: a unit names it, else one stands on the parcel
-- under the building. Parcel: of the cadastral unit that a unit names, else the one under the point.
-- Unit: one of those named is published.
INSERT INTO share (target, way, row_count)
SELECT 'address', way, count(*)
FROM (
  SELECT CASE
    WHEN EXISTS (
      SELECT FROM building_unit AS l
      JOIN address AS a ON a.source = b.source AND a.source_id = l.address_source_id
      WHERE l.building_id = b.id
    ) THEN 'identifier'
    WHEN EXISTS (
      SELECT FROM parcel AS p
      JOIN parcel_address AS l ON l.parcel_id = p.id AND l.stands_on
      WHERE ST_Intersects(p.geom, b.geom)
    ) THEN 'place'
    ELSE 'none'
  END AS way
  FROM comparable AS c
  JOIN building AS b USING (municipality_number)
  WHERE c.target = 'address'
) AS linked
GROUP BY way;

INSERT INTO share (target, way, row_count)
SELECT 'parcel', way, count(*)
FROM (
  SELECT CASE
    WHEN EXISTS (
      SELECT FROM building_unit AS l
      JOIN cadastral_unit AS u ON u.source = b.source AND u.source_id = l.cadastral_unit_source_id
      JOIN parcel_cadastral_unit AS pu ON pu.cadastral_unit_id = u.id
      WHERE l.building_id = b.id
    ) THEN 'identifier'
    WHEN EXISTS (SELECT FROM parcel AS p WHERE ST_Intersects(p.geom, b.geom)) THEN 'place'
    ELSE 'none'
  END AS way
  FROM comparable AS c
  JOIN building AS b USING (municipality_number)
  WHERE c.target = 'parcel'
) AS linked
GROUP BY way;

INSERT INTO share (target, way, row_count)
SELECT 'unit', way, count(*)
FROM (
  SELECT CASE
    WHEN EXISTS (
      SELECT FROM building_unit AS l
      JOIN unit AS u ON u.source = b.source AND u.source_id = l.unit_source_id
        AND u.address_source_id = l.address_source_id
      WHERE l.building_id = b.id
    ) THEN 'identifier'
    ELSE 'none'
  END AS way
  FROM comparable AS c
  JOIN building AS b USING (municipality_number)
  WHERE c.target = 'unit'
) AS linked
GROUP BY way;
