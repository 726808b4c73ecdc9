-- What the streets, districts and addresses of a saved selection are called today, in the order given.
--
-- streets: as in addresses_picked, of a part too; districts: 'kind:number'; addresses: source ids.
--
-- kind: 'street', 'district' or 'address'. name is NULL where the cadastre has it no more: of a district
-- it is '' where no delivery names it and addresses carry its number. municipality: its name; of a
-- postcode or county ''.
DROP FUNCTION IF EXISTS picked_names(text[], text[]);
CREATE OR REPLACE FUNCTION picked_names(streets text[], districts text[], addresses text[])
RETURNS TABLE (kind text, key text, name text, municipality text)
LANGUAGE sql STABLE
AS $$
  SELECT 'street', s.key, a.street_name, coalesce(m.name, split_part(s.key, '-', 1))
    FROM unnest(streets) WITH ORDINALITY AS s(key, place)
    LEFT JOIN LATERAL (
      SELECT b.street_name FROM address b
       WHERE b.municipality_number = split_part(s.key, '-', 1)
         AND b.street_code = split_part(split_part(s.key, ' ', 1), '-', 2)
       LIMIT 1
    ) a ON true
    LEFT JOIN municipality m ON m.number = split_part(s.key, '-', 1)
  UNION ALL
  SELECT 'district', d.key, n.name, coalesce(m.name, '')
    FROM unnest(districts) WITH ORDINALITY AS d(key, place)
   CROSS JOIN LATERAL (
      SELECT split_part(d.key, ':', 1) AS kind, split_part(d.key, ':', 2) AS number) AS k
    LEFT JOIN LATERAL district_name(k.kind, k.number) AS n(name) ON true
    LEFT JOIN municipality m ON k.kind IN ('census_tract', 'polling_district', 'property')
     AND m.number = left(k.number, 4)
  UNION ALL
  SELECT 'address', i.key, n.label, NULL
    FROM unnest(addresses) WITH ORDINALITY AS i(key, place)
    LEFT JOIN LATERAL (
      SELECT min(a.label) AS label FROM address a WHERE a.source_id = i.key
    ) n ON true;
$$;
