-- A whole selection: what the area selects, together with picked streets and addresses.
--
-- area, rule:  see units_in_area
-- streets:     'municipality number-street code', as '9901-1010'
-- addresses:   source ids (adresseId as text)
-- territory:   municipality numbers of the organisation; NULL for no limit (command line)
--
-- Every address once, with why it is listed: 'inside' before 'picked'; 'outside_territory' where the
-- organisation may not reach it, which is shown and never silently left away.
CREATE OR REPLACE FUNCTION selected_addresses(
  area geometry, rule text, streets text[], addresses text[], territory text[]
)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer, reason text)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH inside AS MATERIALIZED (
    SELECT * FROM units_in_area(area, rule)
  ), picked AS (
    SELECT a.id, a.municipality_number, a.unit_count FROM unnest(streets) AS street
      JOIN address a ON a.municipality_number = split_part(street, '-', 1)
                    AND a.street_code = split_part(street, '-', 2)
    UNION
    SELECT a.id, a.municipality_number, a.unit_count FROM address a
     WHERE a.source_id = ANY (addresses)
  ), chosen AS (
    SELECT i.*, 'inside' AS why FROM inside i
    UNION ALL
    SELECT p.*, 'picked' FROM picked p
     WHERE p.id NOT IN (SELECT i.address_id FROM inside i)
  )
  SELECT c.address_id, c.municipality_number, c.unit_count,
         CASE WHEN territory IS NULL OR c.municipality_number = ANY (territory)
              THEN c.why ELSE 'outside_territory' END
    FROM chosen c;
$$;
