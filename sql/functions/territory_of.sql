-- Municipality numbers of an organisation's territory today in Norway, as
-- Organisation.municipality_numbers() has them.
CREATE OR REPLACE FUNCTION territory_of(organisation bigint)
RETURNS text[]
LANGUAGE sql STABLE
AS $$
  SELECT coalesce(array_agg(t.municipality_number::text ORDER BY t.municipality_number), '{}')
    FROM territory_municipality t
   WHERE t.organisation_id = organisation
     AND t.valid_from <= (now() AT TIME ZONE 'Europe/Oslo')::date
     AND (t.valid_to IS NULL OR t.valid_to > (now() AT TIME ZONE 'Europe/Oslo')::date);
$$;
