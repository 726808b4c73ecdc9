-- What else of the organisation concerns the same addresses: notices that are written, waiting, running
-- or were sent within the last 30 days, and saved areas. Counts of addresses, never of persons.
--
-- organisation: whose; of others nothing is told. addresses: address.id of what is selected or listed.
-- but_area: an area that is not told, whichever its version (the one that is looked at); NULL for none.
--
-- kind: 'notice' or 'area'. state: of a notice 'draft', 'submitted', 'approved', 'running' or 'sent'; of an
-- area ''. who: the department of a notice, the user who saved an area. at: when it was sent, else last
-- changed. addresses_in_common: those on the notice's list; those with their point in the newest version of
-- the area, or picked by name in it. The newest first.
--
-- Plan: each area near the addresses asks the index of all addresses, since those given have none.
CREATE OR REPLACE FUNCTION overlaps_of(organisation bigint, addresses bigint[], but_area bigint)
RETURNS TABLE (
  kind text, id bigint, name text, state text, who text, at timestamptz, addresses_in_common bigint
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH given AS MATERIALIZED (
    SELECT a.id, a.source, a.source_id, a.geom, a.municipality_number || '-' || a.street_code AS street
      FROM unnest(addresses) AS g(id) JOIN address a ON a.id = g.id
  ), saved AS MATERIALIZED (
    SELECT s.id, s.name, s.drawing, s.geom, s.created_by_id, s.created_at
      FROM area s
     WHERE s.organisation_id = organisation
       AND coalesce(s.first_id, s.id) IS DISTINCT FROM (
             SELECT coalesce(but.first_id, but.id) FROM area but WHERE but.id = but_area)
       AND NOT EXISTS (SELECT FROM area newer WHERE newer.replaces_id = s.id)
  ), named AS (
    SELECT s.id AS area_id, p.pick
      FROM saved s
      CROSS JOIN (VALUES ('streets'), ('districts')) AS member(name)
      CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE WHEN jsonb_typeof(s.drawing -> member.name) = 'array' THEN s.drawing -> member.name ELSE '[]' END
      ) AS p(pick)
  ), inside AS (
    SELECT s.id AS area_id, g.id AS address_id
      FROM saved s
      JOIN address a ON ST_Intersects(s.geom, a.geom)
      JOIN given g ON g.id = a.id
     WHERE s.geom && (SELECT ST_SetSRID(ST_Extent(b.geom)::geometry, ST_SRID(s.geom)) FROM given b)
    UNION
    SELECT n.area_id, g.id FROM named n JOIN given g ON g.street = n.pick
    UNION
    SELECT n.area_id, g.id
      FROM named n
      CROSS JOIN LATERAL addresses_picked(n.pick) p
      JOIN given g ON g.id = p.address_id
     WHERE n.pick ~ '[ :]'
    UNION
    SELECT s.id, g.id
      FROM saved s
      CROSS JOIN LATERAL jsonb_array_elements_text(
        CASE WHEN jsonb_typeof(s.drawing -> 'addresses') = 'array' THEN s.drawing -> 'addresses' ELSE '[]' END
      ) AS p(key)
      JOIN given g ON g.source_id = p.key
    UNION
    SELECT s.id, g.id
      FROM (SELECT b.id, b.drawing -> 'neighbours' AS wanted FROM saved b WHERE b.drawing ? 'neighbours') s
      CROSS JOIN LATERAL neighbour_addresses(
        ARRAY(SELECT jsonb_array_elements_text(s.wanted -> 'parcels')), (s.wanted ->> 'metres')::float8) n
      JOIN given g ON g.id = n.address_id
     WHERE n.is_on AND s.wanted -> 'kinds' ? n.how
  ), told AS (
    SELECT n.id, n.address_list_id, n.headline, n.department, coalesce(d.started_at, n.changed_at) AS at,
           CASE WHEN d.id IS NULL THEN n.state
                WHEN d.keys_destroyed_at IS NULL AND d.deadline_at > now() THEN 'running'
                ELSE 'sent' END AS state
      FROM notice n
      LEFT JOIN dispatch d ON d.notice_id = n.id
     WHERE n.organisation_id = organisation
       AND (d.id IS NULL OR d.started_at > now() - interval '30 days')
  )
  SELECT 'notice', t.id, t.headline::text, t.state, t.department::text, t.at, count(*)
    FROM told t
    JOIN listed_address l ON l.address_list_id = t.address_list_id AND l.included
    JOIN given g ON g.source = l.source AND g.source_id = l.source_id
   GROUP BY t.id, t.headline, t.state, t.department, t.at
  UNION ALL
  SELECT 'area', s.id, s.name, '', u.username::text, s.created_at, count(*)
    FROM inside i
    JOIN saved s ON s.id = i.area_id
    JOIN staff_user u ON u.id = s.created_by_id
   GROUP BY s.id, s.name, u.username, s.created_at
   ORDER BY 6 DESC, 2;
$$;
