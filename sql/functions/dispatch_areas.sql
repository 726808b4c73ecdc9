-- dispatch_areas
-- The result of a dispatch per small area (small_area.sql): addresses, and persons by outcome.
--
-- name:     of the census tract or the post town, '' where not known
-- streets:  the two streets with the most addresses in the area, by which people know it
-- done:     addresses that have been worked on to the end
-- told:     residents whose message was accepted and not reported as undelivered
-- failed:   refused, given up, or reported as undelivered
-- Counts of persons are raw: only domain/small_counts.py may show them.
CREATE OR REPLACE FUNCTION dispatch_areas(dispatch bigint)
RETURNS TABLE (
  area text, name text, streets text[], addresses bigint, done bigint,
  told bigint, failed bigint, unknown bigint, no_contact bigint
)
LANGUAGE sql STABLE
AS $$
  WITH address AS (
    SELECT small_area(l.census_tract, l.postcode, l.municipality_number) AS area,
           coalesce(nullif(l.census_tract_name, ''), l.post_town) AS name, l.street_name, c.state
      FROM chunk c
     CROSS JOIN unnest(c.listed_address_ids) AS i(listed_id)
      JOIN listed_address l ON l.id = i.listed_id
     WHERE c.dispatch_id = dispatch
  ), street AS (
    SELECT s.area, array_agg(s.street_name ORDER BY s.n DESC, s.street_name) AS names
      FROM (SELECT a.area, a.street_name, count(*) AS n FROM address a
             WHERE a.street_name <> '' GROUP BY 1, 2) s
     GROUP BY 1
  ), place AS (
    SELECT a.area, min(a.name) AS name, count(*) AS addresses,
           count(*) FILTER (WHERE a.state = 'done') AS done
      FROM address a GROUP BY 1
  ), person AS (
    SELECT r.small_area AS area,
           count(*) FILTER (WHERE a.state IN ('accepted', 'delivered')) AS told,
           count(*) FILTER (WHERE a.state IN ('refused', 'given_up', 'not_delivered')) AS failed,
           count(*) FILTER (WHERE a.state = 'unknown') AS unknown,
           count(*) FILTER (WHERE r.attempt_id IS NULL) AS no_contact
      FROM recipient r LEFT JOIN attempt a ON a.id = r.attempt_id
     WHERE r.dispatch_id = dispatch GROUP BY 1
  )
  SELECT place.area, place.name, coalesce(street.names[1:2], '{}'), place.addresses, place.done,
         coalesce(person.told, 0), coalesce(person.failed, 0), coalesce(person.unknown, 0),
         coalesce(person.no_contact, 0)
    FROM place
    LEFT JOIN street ON street.area = place.area
    LEFT JOIN person ON person.area = place.area
   ORDER BY place.area;
$$;
