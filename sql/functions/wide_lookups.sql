-- Included addresses of a list that can not be searched for by street, by postcode, and how many dwellings
-- their postcode has in the cadastre: all its residents are looked up to find theirs. Without a postcode it
-- is the whole municipality. An address whose units nobody knows counts as one dwelling.
--
-- list: address_list.id. searchable: regular expression that the beginning of a street's name must fit.
CREATE OR REPLACE FUNCTION wide_lookups(list bigint, searchable text)
RETURNS TABLE (
  municipality_number text, postcode text, post_town text, addresses bigint, dwellings bigint,
  dwellings_there bigint
)
LANGUAGE sql STABLE
AS $$
  WITH sought AS (
    SELECT l.municipality_number, l.postcode, max(l.post_town) AS post_town, count(*) AS addresses,
           sum(greatest(1, coalesce(cardinality(l.units), 1))) AS dwellings
      FROM listed_address l
     WHERE l.address_list_id = list AND l.included AND l.street_name !~ ('^' || searchable)
     GROUP BY 1, 2
  )
  SELECT s.municipality_number, s.postcode, s.post_town, s.addresses, s.dwellings,
         greatest(s.dwellings, (
           SELECT sum(greatest(1, coalesce(a.unit_count, 1))) FROM address a
            WHERE a.municipality_number = s.municipality_number
              AND (s.postcode = '' OR a.postcode = s.postcode)))
    FROM sought s
   ORDER BY s.municipality_number, s.postcode;
$$;
