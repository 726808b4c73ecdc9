-- The area of a list for the public page of a notice, as SVG paths in a frame of 1000 units of width.
--
-- list_id: the list. most_parcels: no parcels where more meet the frame.
--
-- kind: 'frame' (path is its height in units, label its width in metres), 'parcels', 'area', 'street' (x, y and label; path is NULL).
-- The area is what was drawn, and a patch around every included address outside of it; addresses are never
-- marked alone. Patches of addresses closer than a cell of the frame are one.
CREATE OR REPLACE FUNCTION public_area(list_id bigint, most_parcels integer)
RETURNS TABLE (kind text, path text, label text, x double precision, y double precision)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH extent AS (
    SELECT e.*, greatest(e.east - e.west, e.north - e.south, 300.0) AS side FROM list_extent(list_id) e
  ), frame AS (
    SELECT ST_Expand(ST_SetSRID(ST_MakeBox2D(ST_Point(west, south), ST_Point(east, north)), 25833)::geometry,
                     (greatest(east - west, 0.75 * side) - (east - west)) / 2 + 0.08 * side,
                     (greatest(north - south, 0.5 * side) - (north - south)) / 2 + 0.08 * side) AS box,
           greatest(20.0, side / 120) AS cell
      FROM extent
  ), scaled AS (
    SELECT box, cell, ST_XMin(box) AS west, ST_YMin(box) AS south,
           1000 / (ST_XMax(box) - ST_XMin(box)) AS factor
      FROM frame
  ), drawn AS (
    SELECT ST_SimplifyPreserveTopology(a.geom, f.cell / 20) AS geom
      FROM address_list a CROSS JOIN scaled f WHERE a.id = list_id
  ), patches AS (
    SELECT ST_Buffer(ST_Collect(p.place), 1.8 * min(p.cell), 4) AS geom
      FROM (SELECT DISTINCT ST_SnapToGrid(l.point, f.cell / 2) AS place, f.cell
              FROM listed_address l CROSS JOIN scaled f CROSS JOIN drawn d
             WHERE l.address_list_id = list_id AND l.included
               AND (d.geom IS NULL OR NOT ST_Intersects(d.geom, l.point))) p
  ), told AS (
    SELECT ST_Union(ARRAY[d.geom, p.geom]) AS geom FROM drawn d CROSS JOIN patches p
  )
  SELECT 'frame', round((ST_YMax(box) - ST_YMin(box)) * factor)::text,
         round(1000 / factor)::text, NULL::double precision, NULL::double precision
    FROM scaled
  UNION ALL
  SELECT 'parcels', ST_AsSVG(ST_TransScale(ST_CollectionExtract(ST_Collect(p.line), 2), -west, -south, factor, factor), 0, 0), NULL, NULL, NULL
    FROM scaled CROSS JOIN LATERAL parcel_lines(box, 1 / factor, most_parcels) p
   GROUP BY west, south, factor
  UNION ALL
  SELECT 'area', ST_AsSVG(ST_TransScale(t.geom, -west, -south, factor, factor), 0, 0), NULL, NULL, NULL
    FROM scaled CROSS JOIN told t
  UNION ALL
  (SELECT 'street', NULL, s.label, (s.x - west) * factor, -(s.y - south) * factor
     FROM scaled CROSS JOIN LATERAL list_map_places(list_id, cell) s
    WHERE s.kind = 'street' ORDER BY s.addresses DESC, s.label LIMIT 9);
$$;
