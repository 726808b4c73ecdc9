-- Census tracts, polling districts, urban areas, postcodes, municipalities and counties by number or name.
--
-- query:      what a person wrote: the beginning of a number, or a part of a name
-- kinds:      which are meant (geotarget/domain/districts.py)
-- territory:  municipality numbers whose districts come first
-- max_rows:   how many to return; `found` says how many there are
--
-- A tract or postcode that only addresses name is found by its whole number. addresses: those that it
-- holds (addresses_picked), NULL for municipalities and counties. west, south, east, north: EPSG:4326
-- degrees, of the border, else of the addresses; NULL where neither is known.
--
-- Plan: codes of addresses by address_district. With LIMIT on the table itself, a code that nothing has
-- would be looked for from its first row to its last.
DROP FUNCTION IF EXISTS find_districts(text, text[], text[], integer);
CREATE FUNCTION find_districts(query text, kinds text[], territory text[], max_rows integer)
RETURNS TABLE (
  kind text, number text, name text, municipality_name text, addresses bigint, in_territory boolean,
  west float8, south float8, east float8, north float8, found bigint
)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
SET jit = off
AS $$
DECLARE
  words CONSTANT text := upper(trim(query));
  pattern CONSTANT text := '%' || regexp_replace(words, '([\\%_])', '\\\1', 'g') || '%';
  is_number CONSTANT boolean := words ~ '^[0-9-]+$';
BEGIN
  RETURN QUERY
    WITH known AS (
      SELECT CASE d.kind WHEN 'postcode_area' THEN 'postcode' ELSE d.kind END AS kind, d.number, d.name,
             d.municipality_number, d.border
        FROM district d
      UNION ALL
      SELECT 'municipality', m.number, m.name, m.number, m.border FROM municipality m
      UNION ALL
      SELECT 'urban_area', u.number, u.name,
             coalesce((SELECT m FROM unnest(u.municipality_numbers) m WHERE m = ANY (territory) LIMIT 1),
                      u.municipality_numbers[1]), NULL
        FROM urban_area u
      UNION ALL
      SELECT 'postcode', p.number, p.post_town, p.municipality_number, NULL
        FROM postcode p
       WHERE NOT EXISTS (SELECT FROM district d WHERE d.kind = 'postcode_area' AND d.number = p.number)
      UNION ALL
      SELECT 'postcode', words, coalesce(a.post_town, ''), a.municipality_number, NULL
        FROM (WITH found AS MATERIALIZED (SELECT * FROM address b WHERE b.postcode = words)
              SELECT * FROM found LIMIT 1) a
       WHERE is_number AND NOT EXISTS (SELECT FROM postcode p WHERE p.number = words)
         AND NOT EXISTS (SELECT FROM district d WHERE d.kind = 'postcode_area' AND d.number = words)
      UNION ALL
      SELECT 'census_tract', words, '', left(words, 4), NULL
        FROM (WITH found AS MATERIALIZED (SELECT FROM address b WHERE b.census_tract = words)
              SELECT FROM found LIMIT 1) a
       WHERE is_number
         AND NOT EXISTS (SELECT FROM district d WHERE d.kind = 'census_tract' AND d.number = words)
    ), hit AS (
      SELECT k.*,
             k.municipality_number = ANY (territory)
               OR (k.kind = 'county' AND EXISTS (SELECT FROM unnest(territory) t WHERE starts_with(t, k.number)))
               AS own
        FROM known k
       WHERE k.kind = ANY (kinds)
         AND CASE WHEN is_number
               THEN starts_with(k.number, words) OR (k.kind = 'polling_district'
                      AND split_part(k.number, '-', 2) = words)
               ELSE upper(k.name) LIKE pattern END
    ), ranked AS (
      SELECT h.*, count(*) OVER () AS all_found,
             row_number() OVER (
               ORDER BY h.own DESC, h.number = words DESC, upper(h.name) = words DESC,
                        starts_with(upper(h.name), words) DESC, array_position(kinds, h.kind), h.name,
                        h.number) AS place
        FROM hit h
       ORDER BY place
       LIMIT max_rows
    )
    SELECT r.kind, r.number, r.name,
           CASE WHEN r.kind IN ('census_tract', 'polling_district', 'urban_area', 'postcode')
             THEN coalesce(m.name, r.municipality_number::text) ELSE '' END,
           held.addresses, coalesce(r.own, false), ST_XMin(e.box), ST_YMin(e.box), ST_XMax(e.box),
           ST_YMax(e.box), r.all_found
      FROM ranked r
      LEFT JOIN municipality m ON m.number = r.municipality_number
      LEFT JOIN LATERAL (
        SELECT count(*) AS addresses, ST_SetSRID(ST_Extent(a.geom)::geometry, 25833) AS extent
          FROM addresses_picked(r.kind || ':' || r.number) a
      ) held ON r.kind NOT IN ('municipality', 'county')
      CROSS JOIN LATERAL (
        SELECT ST_Transform(coalesce(ST_Envelope(r.border), held.extent), 4326) AS box
      ) e
     ORDER BY r.place;
END
$$;
