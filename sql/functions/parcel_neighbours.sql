-- Neighbours of parcels: every other parcel once, with how it is one and how far away it is.
--
-- parcels:  keys of public.parcel; a parcel without area has no neighbours and is nobody's
-- metres:   how far 'within' reaches, from the nearest of the parcels
--
-- how, the first that holds (docs/decisions/neighbours.md):
--   adjoining    at most 0.05 m apart; or 0.5 m with no strip of a parcel in between: a gap of surveying
--   across_road  the shortest line to it crosses nothing but roads (is_like_a_road, and no address
--                stands on it) and land that is no parcel, and is at most 1.5 times as long as the roads
--                are wide; 20 m are added where it crosses land that is no parcel
--   within       at most so many metres away
-- Both across_road and the gap are looked for up to 60 m away only.
--
-- is_same_property: another parcel of a cadastral unit of one of the parcels. Stacked parcels adjoin.
--
-- Plan: the nearest parcels by parcel_geom; lines and what they meet for those within 60 m only.
CREATE OR REPLACE FUNCTION parcel_neighbours(parcels bigint[], metres float8)
RETURNS TABLE (parcel_id bigint, how text, distance_m float8, is_same_property boolean)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH near AS MATERIALIZED (
    SELECT q.id, q.geom, ST_Distance(p.geom, q.geom) AS distance, p.geom AS subject
      FROM parcel p
      JOIN parcel q ON ST_DWithin(p.geom, q.geom, greatest(metres, 60) + 0.05)
     WHERE p.id = ANY (parcels) AND q.id <> ALL (parcels)
  ), road AS MATERIALIZED (
    SELECT DISTINCT n.id, 2 * ST_Area(n.geom) / ST_Perimeter(n.geom) AS width
      FROM near n
     WHERE n.distance <= 60 AND is_like_a_road(n.geom)
       AND NOT EXISTS (SELECT FROM parcel_address a WHERE a.parcel_id = n.id AND a.stands_on)
  ), line AS MATERIALIZED (
    SELECT n.id, n.distance, ST_ShortestLine(n.subject, n.geom) AS line
      FROM near n WHERE n.distance > 0.05 AND n.distance <= 60
  ), crossed AS (
    SELECT l.id, l.distance, r.width,
           ST_Length(ST_Intersection(l.line, q.geom)) AS length,
           r.id IS NULL AND ST_DWithin(q.geom, m.middle, 0.05) AS is_beside,
           2 * ST_Area(q.geom) <= 0.5 * ST_Perimeter(q.geom) AS is_strip
      FROM line l
     CROSS JOIN LATERAL (SELECT ST_LineInterpolatePoint(l.line, 0.5) AS middle) m
      JOIN parcel q ON ST_DWithin(q.geom, l.line, 0.05) AND q.id <> l.id AND q.id <> ALL (parcels)
      LEFT JOIN road r ON r.id = q.id
  ), between_them AS (
    SELECT l.id, l.distance,
           coalesce(bool_or(c.is_beside OR (c.width IS NULL AND c.length > 0.05)), false) AS is_blocked,
           coalesce(bool_or(c.is_strip), false) AS is_kept_apart,
           1.5 * coalesce(sum(c.width) FILTER (WHERE c.length > 0.05), 0)
             + CASE WHEN l.distance - coalesce(sum(c.length), 0) > 0.5 THEN 20 ELSE 0 END AS reach
      FROM line l
      LEFT JOIN crossed c ON c.id = l.id AND c.distance = l.distance
     GROUP BY l.id, l.distance
  ), told AS (
    SELECT n.id, n.distance,
           CASE WHEN n.distance <= 0.05 OR (n.distance <= 0.5 AND NOT b.is_kept_apart) THEN 1
                WHEN NOT b.is_blocked AND n.distance <= b.reach THEN 2
                WHEN n.distance <= metres + 0.05 THEN 3 END AS rank
      FROM near n
      LEFT JOIN between_them b ON b.id = n.id AND b.distance = n.distance
  )
  SELECT t.id, (ARRAY['adjoining', 'across_road', 'within'])[min(t.rank)], min(t.distance),
         EXISTS (SELECT FROM parcel_cadastral_unit mine
                   JOIN parcel_cadastral_unit theirs USING (cadastral_unit_id)
                  WHERE mine.parcel_id = ANY (parcels) AND theirs.parcel_id = t.id)
    FROM told t
   GROUP BY t.id
  HAVING min(t.rank) IS NOT NULL;
$$;
