-- Streets of a territory that are called nearly so, the likeliest first: what may be meant by a name that
-- nothing has. Letters that have changed places are enough to miss the trigram index of find_streets.
--
-- words: upper case; territory: municipality numbers.
--
-- Plan: the names of the territory's municipalities, one by one (a town has some hundreds, the largest
-- county twenty thousand): for the few names that find_streets does not know.
CREATE OR REPLACE FUNCTION similar_streets(words text, territory text[], max_rows integer)
RETURNS TABLE (
  municipality_number varchar, municipality_name text, street_code text, street_name text
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH alike AS (
    SELECT DISTINCT n.municipality_number, n.street_code, n.street_name,
           similarity(upper(n.street_name), words) AS likeness
      FROM address_name n
     WHERE n.municipality_number = ANY (territory) AND n.street_code <> ''
  ), best AS (
    SELECT a.*, max(a.likeness) OVER () AS most FROM alike a WHERE a.likeness >= 0.35
  )
  SELECT b.municipality_number, coalesce(m.name, b.municipality_number), b.street_code, b.street_name
    FROM best b LEFT JOIN municipality m ON m.number = b.municipality_number
   WHERE b.likeness >= 0.8 * b.most
   ORDER BY b.likeness DESC, b.street_name, b.municipality_number, b.street_code
   LIMIT max_rows
$$;
