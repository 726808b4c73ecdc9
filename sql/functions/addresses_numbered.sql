-- Addresses by the beginning of a cadastral number: "12/3" (12/3, 12/30 ...), "12/3/1-2",
-- "9901-12/3" in one municipality.
--
-- words: see addresses_named; territory, max_rows: see find_streets. A number that nothing has today
-- gives what old_number says became of it.
--
-- Plan: the first number alone leads into address_property.
CREATE OR REPLACE FUNCTION addresses_numbered(words text, territory text[], max_rows integer)
RETURNS TABLE (address_id bigint, place bigint, found bigint)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
DECLARE
  parts CONSTANT text[] := regexp_match(words, '^(?:([0-9]{4})-)?(([0-9]{1,6})/[0-9/-]*)$');
  fate text;
  once text;
  today text[];
BEGIN
  SELECT o.fate, o.number, o.today INTO fate, once, today FROM old_number(words) AS o;
  IF fate = 'followed' THEN
    RETURN QUERY
      SELECT a.id,
             row_number() OVER (
               ORDER BY a.municipality_number = ANY (territory) DESC, a.municipality_number, a.gnr,
                        a.bnr, a.fnr, a.undernumber, a.label, a.source_id),
             count(*) OVER ()
        FROM address a
       WHERE property_number(a.municipality_number, a.gnr, a.bnr, a.fnr) = ANY (today)
         AND a.id IN (SELECT f.address_id FROM addresses_followed(once) AS f)
       ORDER BY 2
       LIMIT max_rows;
    RETURN;
  END IF;
  RETURN QUERY
    SELECT a.id,
           row_number() OVER (
             ORDER BY a.municipality_number = ANY (territory) DESC, n.text = parts[2] DESC,
                      a.municipality_number, a.bnr, a.fnr, a.undernumber, a.label, a.source_id),
           count(*) OVER ()
      FROM address a
     CROSS JOIN LATERAL (
        SELECT concat_ws('/', a.gnr, a.bnr, nullif(a.fnr, 0))
               || coalesce('-' || a.undernumber, '') AS text
      ) AS n
     WHERE a.gnr = parts[3]::integer
       AND (parts[1] IS NULL OR a.municipality_number = parts[1]
            OR (fate = 'municipality' AND a.municipality_number = ANY (today)))
       AND starts_with(n.text, parts[2])
     ORDER BY 2
     LIMIT max_rows;
END
$$;
