-- Purpose: how the addresses are linked. Parcel: by cadastral number, else the parcel under the point.
-- Building: a unit of it names the address, else it stands on the parcel that the address stands on.
-- Unit: one names the address.
INSERT INTO share (target, way, row_count)
SELECT 'parcel', way, count(*)
FROM (
  SELECT CASE
    WHEN bool_or(l.same_property) THEN 'identifier'
    WHEN bool_or(l.stands_on) THEN 'place'
    ELSE 'none'
  END AS way
  FROM comparable AS c
  JOIN address AS a USING (municipality_number)
  LEFT JOIN parcel_address AS l ON l.address_id = a.id
  WHERE c.target = 'parcel'
  GROUP BY a.id
) AS linked
GROUP BY way;

INSERT INTO share (target, way, row_count)
SELECT 'building', way, count(*)
FROM (
  SELECT CASE
    WHEN EXISTS (
      SELECT FROM building_unit AS l WHERE l.address_source_id = a.source_id
    ) THEN 'identifier'
    WHEN EXISTS (
      SELECT FROM parcel_address AS l
      JOIN parcel AS p ON p.id = l.parcel_id
      JOIN building AS b ON ST_Intersects(p.geom, b.geom)
      WHERE l.address_id = a.id AND l.stands_on
    ) THEN 'place'
    ELSE 'none'
  END AS way
  FROM comparable AS c
  JOIN address AS a USING (municipality_number)
  WHERE c.target = 'building'
) AS linked
GROUP BY way;

INSERT INTO share (target, way, row_count)
SELECT 'unit', CASE WHEN a.unit_count > 0 THEN 'identifier' ELSE 'none' END, count(*)
FROM comparable AS c
JOIN address AS a USING (municipality_number)
WHERE c.target = 'unit'
GROUP BY 2;
