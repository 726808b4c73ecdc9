-- Where notices and saved areas are, as a map outlines them: GeoJSON in EPSG:4326 with six decimals.
--
-- organisation: whose; of others nothing is told. notices, areas: notice.id and area.id.
--
-- kind: 'notice' or 'area'. The drawn shape, with fewer corners than it has, together with squares around
-- what was picked or listed beside it: addresses within a fiftieth of its extent, or 40 m, are one square.
-- No row for an area that holds nothing but neighbours.
--
-- Plan: the rows of a list by its index, the addresses of each pick by theirs.
CREATE OR REPLACE FUNCTION overlap_outlines(organisation bigint, notices bigint[], areas bigint[])
RETURNS TABLE (kind text, id bigint, outline text)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH wanted AS MATERIALIZED (
    SELECT 'notice' AS kind, n.id, l.geom AS drawn, l.id AS list_id, NULL::jsonb AS drawing
      FROM notice n JOIN address_list l ON l.id = n.address_list_id
     WHERE n.id = ANY (notices) AND n.organisation_id = organisation
    UNION ALL
    SELECT 'area', a.id, a.geom, NULL, a.drawing
      FROM area a WHERE a.id = ANY (areas) AND a.organisation_id = organisation
  ), place AS (
    SELECT w.kind, w.id, l.point
      FROM wanted w JOIN listed_address l ON l.address_list_id = w.list_id
     WHERE l.included AND l.reason <> 'inside'
    UNION ALL
    SELECT w.kind, w.id, p.geom
      FROM wanted w
     CROSS JOIN (VALUES ('streets'), ('districts')) AS member(name)
     CROSS JOIN LATERAL jsonb_array_elements_text(
       CASE WHEN jsonb_typeof(w.drawing -> member.name) = 'array' THEN w.drawing -> member.name ELSE '[]' END
     ) AS pick
     CROSS JOIN LATERAL addresses_picked(pick) p
    UNION ALL
    SELECT w.kind, w.id, a.geom
      FROM wanted w
     CROSS JOIN LATERAL jsonb_array_elements_text(
       CASE WHEN jsonb_typeof(w.drawing -> 'addresses') = 'array' THEN w.drawing -> 'addresses' ELSE '[]' END
     ) AS key
      JOIN address a ON a.source_id = key
  ), extent AS (
    SELECT e.kind, e.id, greatest(40, (ST_XMax(e.box) - ST_XMin(e.box)) / 50,
                                  (ST_YMax(e.box) - ST_YMin(e.box)) / 50) AS cell
      FROM (SELECT p.kind, p.id, ST_Extent(p.point) AS box FROM place p GROUP BY p.kind, p.id) e
  ), square AS (
    SELECT kind, id, ST_SetSRID(ST_Expand(ST_Extent(p.point)::geometry, e.cell * 0.4), 25833) AS shape
      FROM place p JOIN extent e USING (kind, id)
     GROUP BY kind, id, e.cell, ST_SnapToGrid(p.point, e.cell)
  ), piece AS (
    SELECT w.kind, w.id, w.drawn AS shape FROM wanted w WHERE w.drawn IS NOT NULL
    UNION ALL
    SELECT s.kind, s.id, s.shape FROM square s
  ), whole AS (
    SELECT p.kind, p.id, ST_Union(p.shape) AS shape FROM piece p GROUP BY p.kind, p.id
  )
  SELECT w.kind, w.id, ST_AsGeoJSON(ST_Transform(ST_SimplifyPreserveTopology(
           w.shape, greatest(ST_XMax(w.shape) - ST_XMin(w.shape),
                             ST_YMax(w.shape) - ST_YMin(w.shape)) / 1000), 4326), 6)
    FROM whole w;
$$;
