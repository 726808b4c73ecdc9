-- Streets whose name contains the words searched for; similar names when none does.
--
-- query:      what a person wrote; upper and lower case are the same
-- territory:  municipality numbers whose streets come first
-- max_rows:   how many to return; `found` says how many there are
--
-- west, south, east, north: the street's addresses, EPSG:4326 degrees.
--
-- Plan: the trigram index is on upper(address_name.name), which contains the street's name.
CREATE OR REPLACE FUNCTION find_streets(query text, territory text[], max_rows integer)
RETURNS TABLE (
  municipality_number varchar, municipality_name text, street_code text, street_name text,
  addresses bigint, in_territory boolean, west float8, south float8, east float8, north float8,
  found bigint
)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
DECLARE
  words CONSTANT text := upper(trim(query));
  pattern CONSTANT text := '%' || regexp_replace(words, '([\\%_])', '\\\1', 'g') || '%';
  has_literal CONSTANT boolean := EXISTS (
    SELECT FROM address_name n
     WHERE n.street_code <> '' AND upper(n.name) LIKE pattern AND upper(n.street_name) LIKE pattern);
BEGIN
  RETURN QUERY
    WITH street AS (
      SELECT n.municipality_number, n.street_code, n.street_name, sum(n.address_count) AS addresses
        FROM address_name n
       WHERE n.street_code <> ''
         AND CASE WHEN has_literal THEN upper(n.street_name) LIKE pattern
                  ELSE upper(n.street_name) %> words END
         AND (upper(n.name) LIKE pattern OR (NOT has_literal AND upper(n.name) %> words))
       GROUP BY 1, 2, 3
    ), ranked AS (
      SELECT s.*, s.municipality_number = ANY (territory) AS own, count(*) OVER () AS found
        FROM street s
       ORDER BY own DESC, upper(s.street_name) = words DESC,
                starts_with(upper(s.street_name), words) DESC,
                word_similarity(words, upper(s.street_name)) DESC, s.street_name, 1, 2
       LIMIT max_rows
    )
    SELECT r.municipality_number, coalesce(m.name, r.municipality_number), r.street_code,
           r.street_name, r.addresses, r.own, ST_XMin(e.box), ST_YMin(e.box), ST_XMax(e.box),
           ST_YMax(e.box), r.found
      FROM ranked r
      LEFT JOIN municipality m ON m.number = r.municipality_number
      CROSS JOIN LATERAL (
        SELECT ST_Extent(ST_Transform(a.geom, 4326)) AS box
          FROM address a
         WHERE a.municipality_number = r.municipality_number AND a.street_code = r.street_code
      ) e
     ORDER BY r.own DESC, upper(r.street_name) = words DESC,
              starts_with(upper(r.street_name), words) DESC,
              word_similarity(words, upper(r.street_name)) DESC, r.street_name, 1, 3;
END
$$;
