-- Addresses whose label contains the words searched for; similar ones when none does.
--
-- query, territory, max_rows: see find_streets. longitude, latitude: EPSG:4326 degrees.
CREATE OR REPLACE FUNCTION find_addresses(query text, territory text[], max_rows integer)
RETURNS TABLE (
  source_id text, label text, postcode varchar, post_town text, municipality_number varchar,
  municipality_name text, unit_count integer, in_territory boolean, longitude float8,
  latitude float8, found bigint
)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
DECLARE
  words CONSTANT text := upper(trim(query));
  pattern CONSTANT text := '%' || regexp_replace(words, '([\\%_])', '\\\1', 'g') || '%';
  has_literal CONSTANT boolean := EXISTS (SELECT FROM address a WHERE upper(a.label) LIKE pattern);
BEGIN
  RETURN QUERY
    SELECT a.source_id, a.label, a.postcode, a.post_town, a.municipality_number,
           coalesce(m.name, a.municipality_number), a.unit_count,
           a.municipality_number = ANY (territory),
           ST_X(ST_Transform(a.geom, 4326)), ST_Y(ST_Transform(a.geom, 4326)), count(*) OVER ()
      FROM address a
      LEFT JOIN municipality m ON m.number = a.municipality_number
     WHERE upper(a.label) LIKE pattern OR (NOT has_literal AND upper(a.label) %> words)
     ORDER BY a.municipality_number = ANY (territory) DESC, upper(a.label) = words DESC,
              starts_with(upper(a.label), words) DESC,
              word_similarity(words, upper(a.label)) DESC,
              a.street_name, a.number, a.letter, a.label, a.source_id
     LIMIT max_rows;
END
$$;
