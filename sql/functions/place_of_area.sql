-- What can be said of an area in which no address was found.
--
-- area: EPSG:25833, metres; territory: municipality numbers, NULL for no limit.
--
-- is_outside: it touches no border of the territory (NULL where a border of the territory is not loaded, so
-- that nobody can tell). has_units: unit data is loaded for every municipality that it touches (NULL where
-- it touches none whose border is loaded).
CREATE OR REPLACE FUNCTION place_of_area(area geometry, territory text[])
RETURNS TABLE (is_outside boolean, has_units boolean)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT
    (SELECT CASE
              WHEN bool_or(ST_Intersects(m.border, area)) THEN false
              WHEN count(m.border) = cardinality(territory) THEN true
            END
       FROM municipality m WHERE m.number = ANY (territory)),
    (SELECT bool_and(EXISTS (
              SELECT FROM dataset_coverage c
               WHERE c.dataset = 'unit' AND c.municipality_number = m.number))
       FROM municipality m WHERE ST_Intersects(m.border, area))
$$;
