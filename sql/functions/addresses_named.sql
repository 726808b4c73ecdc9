-- Addresses by street or extra name, perhaps with the beginning of a number: "storgata",
-- "Moen, Bygdevegen 33", "storgata 1" (1, 1A, 10, 11 ...), "storgata 14b". Similar names when no name
-- contains the words.
--
-- words: upper case; territory, max_rows: see find_streets. in_postcode, in_town: of a number
-- only, '' for any; in_town: the beginning of a post town or municipality, in upper case. place: best first; found: how many
-- match, of a number: under the 2,000 best names.
--
-- Plan: names by their trigram index, a tenth of the rows of address; their addresses by address_named.
-- The postcode is compared as an expression: there its index would read far more than the named rows.
DROP FUNCTION IF EXISTS addresses_named(text, text[], integer);
CREATE OR REPLACE FUNCTION addresses_named(
  words text, territory text[], max_rows integer, in_postcode text, in_town text
)
RETURNS TABLE (address_id bigint, place bigint, found bigint)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
DECLARE
  parts text[] := coalesce(
    regexp_match(words, '^(.*[^0-9 ,])[ ,]+([0-9]{1,9}) ?([[:alpha:]]?)$'), ARRAY[words, '', '']);
  pattern text := '%' || regexp_replace(parts[1], '([\\%_])', '\\\1', 'g') || '%';
  has_literal boolean := EXISTS (SELECT FROM address_name n WHERE upper(n.name) LIKE pattern);
BEGIN
  RETURN QUERY
    WITH ranked AS (
      SELECT n.*, sum(n.address_count) OVER () AS all_addresses,
             row_number() OVER (
               ORDER BY n.municipality_number = ANY (territory) DESC, upper(n.name) = parts[1] DESC,
                        starts_with(upper(n.name), parts[1]) DESC,
                        word_similarity(parts[1], upper(n.name)) DESC, n.name, n.id
             ) AS name_place
        FROM address_name n
       WHERE upper(n.name) LIKE pattern OR (NOT has_literal AND upper(n.name) %> parts[1])
    )
    SELECT a.id,
           row_number() OVER (
             ORDER BY r.municipality_number = ANY (territory) DESC, coalesce(a.number::text = parts[2], false) DESC,
                      r.name_place, a.number, a.letter, a.label, a.source_id),
           CASE WHEN parts[2] = '' THEN r.all_addresses ELSE count(*) OVER () END::bigint
      FROM ranked r
      JOIN address a USING (municipality_number, street_code, extra_name)
     WHERE a.street_name = r.street_name
       AND r.name_place <= CASE WHEN parts[2] = '' THEN max_rows ELSE 2000 END
       AND (parts[2] = '' OR starts_with(a.number::text, parts[2]))
       AND (in_postcode = '' OR a.postcode || '' = in_postcode)
       AND (in_town = '' OR starts_with(upper(a.post_town), in_town) OR a.municipality_number IN (
             SELECT m.number FROM municipality m WHERE starts_with(upper(m.name), in_town)))
       AND (parts[3] = '' OR (a.number::text = parts[2] AND a.letter = parts[3]))
     ORDER BY 2
     LIMIT max_rows;
END
$$;
