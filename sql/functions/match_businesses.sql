-- Purpose: find the addresses of the places of business of some municipalities by their text.
-- Parameters: municipality numbers. Returns how many got another answer than before.
-- The same street and number is asked for; among several, the same spelling and letter goes first,
-- then the same spelling but for forms of the same word, then the only address of that number whatever
-- its letter. Where two are equally good the postcode decides; else it is "several", and no address.
-- Plan: street names are brought to their key once each, not once an address.
CREATE OR REPLACE FUNCTION match_businesses(numbers text[]) RETURNS bigint
LANGUAGE sql
AS $$
  WITH streets AS MATERIALIZED (
    SELECT municipality_number, street_name, street_key(street_name) AS key
    FROM address
    WHERE municipality_number = ANY (numbers) AND street_name <> ''
    GROUP BY municipality_number, street_name
  ), candidates AS (
    SELECT
      b.id, a.source_id,
      CASE
        WHEN upper(a.letter) <> b.letter THEN 3
        WHEN upper(a.street_name) = upper(b.street_name) THEN 1
        ELSE 2
      END AS rank,
      a.postcode = b.postcode AS has_postcode
    FROM business AS b
    JOIN streets AS s
      ON s.municipality_number = b.municipality_number AND s.key = street_key(b.street_name)
    JOIN address AS a
      ON a.municipality_number = s.municipality_number
      AND a.street_name = s.street_name
      AND a.number = b.number
    WHERE b.municipality_number = ANY (numbers) AND b.street_name <> ''
  ), best AS (
    SELECT DISTINCT ON (id) id, rank, has_postcode, source_id
    FROM candidates
    ORDER BY id, rank, has_postcode DESC, source_id
  ), counted AS (
    SELECT best.id, best.rank, best.source_id, count(*) AS equals
    FROM best
    JOIN candidates AS c USING (id, rank, has_postcode)
    GROUP BY best.id, best.rank, best.source_id
  ), answers AS (
    SELECT
      b.id,
      CASE WHEN c.equals = 1 THEN c.source_id ELSE '' END AS address_source_id,
      CASE
        WHEN b.street_name = '' THEN 'no_street'
        WHEN c.id IS NULL THEN 'none'
        WHEN c.equals > 1 THEN 'several'
        ELSE (ARRAY['exact', 'spelling', 'letter'])[c.rank]
      END AS match
    FROM business AS b
    LEFT JOIN counted AS c USING (id)
    WHERE b.municipality_number = ANY (numbers)
  ), stored AS (
    UPDATE business AS b
    SET address_source_id = answers.address_source_id, match = answers.match
    FROM answers
    WHERE b.id = answers.id
      AND (b.address_source_id, b.match) IS DISTINCT FROM (answers.address_source_id, answers.match)
    RETURNING 1
  )
  SELECT count(*) FROM stored
$$;
