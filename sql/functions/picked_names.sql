-- What the streets and addresses of a saved selection are called today, in the order given.
--
-- streets:    'municipality number-street code'; addresses: source ids. As in selected_addresses.
--
-- kind: 'street' or 'address'. name is NULL where the cadastre has it no more.
--
-- Plan: the few sources that there are (known) let the unique index of addresses find those picked.
CREATE OR REPLACE FUNCTION picked_names(streets text[], addresses text[])
RETURNS TABLE (kind text, key text, name text, municipality text)
LANGUAGE sql STABLE
AS $$
  WITH RECURSIVE known (source) AS (
    SELECT min(a.source) FROM address a
    UNION ALL
    SELECT (SELECT min(a.source) FROM address a WHERE a.source > known.source) FROM known
     WHERE known.source IS NOT NULL
  )
  SELECT 'street', s.key, a.street_name, coalesce(m.name, split_part(s.key, '-', 1))
    FROM unnest(streets) WITH ORDINALITY AS s(key, place)
    LEFT JOIN LATERAL (
      SELECT b.street_name FROM address b
       WHERE b.municipality_number = split_part(s.key, '-', 1)
         AND b.street_code = split_part(s.key, '-', 2)
       LIMIT 1
    ) a ON true
    LEFT JOIN municipality m ON m.number = split_part(s.key, '-', 1)
  UNION ALL
  SELECT 'address', i.key, n.label, NULL
    FROM unnest(addresses) WITH ORDINALITY AS i(key, place)
    LEFT JOIN LATERAL (
      SELECT min(b.label) AS label
        FROM known CROSS JOIN LATERAL (
          SELECT a.label FROM address a WHERE a.source = known.source AND a.source_id = i.key LIMIT 1
        ) b
    ) n ON true;
$$;
