-- What the lines of a pasted list name: addresses by adresseId, cadastral number, or name and number,
-- and the streets of those names.
--
-- lines: an array of objects with "line" and either "id", or "gnr", "bnr" (with "municipality", "fnr",
--        "snr", "undernumber" where they are written), or "name" in capitals (with "number", "letter").
-- territory: where a cadastral number without a municipality is looked for; NULL for everywhere.
--
-- key: source id of an address, 'municipality number-street code' of a street (then number is NULL).
-- is_exact: false for an address of that number with another letter than is written.
--
-- Plan: each name once, by the trigram index; addresses by the index of their name, number or key.
CREATE OR REPLACE FUNCTION find_listed(lines jsonb, territory text[])
RETURNS TABLE (
  line integer, kind text, key text, label text, postcode varchar, post_town text, municipality text,
  in_territory boolean, is_exact boolean
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
SET jit = off
AS $$
  WITH asked AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(lines) AS a(
      line integer, id text, municipality text, gnr integer, bnr integer, fnr integer, snr integer,
      undernumber integer, name text, number integer, letter text)
  ), street AS MATERIALIZED (
    SELECT w.name AS word, n.municipality_number, n.street_code, n.street_name, n.extra_name
      FROM (SELECT DISTINCT a.name FROM asked a WHERE a.name <> '') w
      JOIN address_name n
        ON upper(n.name) LIKE '%' || regexp_replace(w.name, '([\\%_])', '\\\1', 'g')
       AND (upper(n.name) = w.name OR upper(n.street_name) = w.name)
     WHERE n.street_code <> ''
  ), hit AS (
    SELECT l.line, a.id, true AS is_exact
      FROM asked l
      JOIN address a ON a.source_id = l.id
    UNION ALL
    SELECT l.line, a.id, true
      FROM asked l
     CROSS JOIN LATERAL (
        SELECT l.municipality AS number WHERE l.municipality IS NOT NULL
        UNION ALL
        SELECT unnest(coalesce(territory, ARRAY(SELECT m.number::text FROM municipality m)))
         WHERE l.municipality IS NULL
      ) m
      JOIN address a ON a.municipality_number = m.number AND a.gnr = l.gnr AND a.bnr = l.bnr
       AND coalesce(a.fnr, 0) = coalesce(l.fnr, 0)
     WHERE (l.undernumber IS NULL OR a.undernumber = l.undernumber)
       AND (coalesce(l.snr, 0) = 0 OR EXISTS (
             SELECT FROM unit u
              WHERE u.source = a.source AND u.address_source_id = a.source_id AND u.snr = l.snr))
    UNION ALL
    SELECT l.line, a.id, a.letter = l.letter
      FROM asked l
      JOIN street s ON s.word = l.name
      JOIN address a USING (municipality_number, street_code, extra_name)
     WHERE a.number = l.number AND a.street_name = s.street_name
  )
  SELECT h.line, 'address', a.source_id, a.label, a.postcode, a.post_town,
         coalesce(m.name, a.municipality_number),
         territory IS NULL OR a.municipality_number = ANY (territory), h.is_exact
    FROM (SELECT DISTINCT line, id, is_exact FROM hit) h
    JOIN address a ON a.id = h.id
    LEFT JOIN municipality m ON m.number = a.municipality_number
  UNION ALL
  SELECT DISTINCT l.line, 'street', s.municipality_number || '-' || s.street_code, s.street_name,
         ''::varchar, '', coalesce(m.name, s.municipality_number),
         territory IS NULL OR s.municipality_number = ANY (territory), true
    FROM asked l
    JOIN street s ON s.word = l.name
    LEFT JOIN municipality m ON m.number = s.municipality_number
   ORDER BY 1, 2, 8 DESC, 4, 3;
$$;
