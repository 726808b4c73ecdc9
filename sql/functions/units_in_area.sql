-- Which addresses, with how many units, does an area select? The one function behind the map, the
-- form, the command line and frozen lists.
--
-- area:  what is included minus what is excluded, EPSG:25833 (metres); NULL selects nothing
-- rule:  address-inside | access-inside | own-parcel-overlaps | any-parcel-overlaps
--
-- An address at most 0.05 m from the area counts as inside. A parcel overlaps by more than 1 m²:
-- people draw by snapping to parcel edges, and a shared edge is no overlap.
-- unit_count is NULL where no unit data is loaded.
--
-- Plan: the area grown by slightly more than the tolerance is the one prepared shape that the index
-- scan is checked against; only the few points in the rim between it and the area pay for a distance.
-- No parallel workers: starting them costs more than the count.
CREATE OR REPLACE FUNCTION units_in_area(area geometry, rule text)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
DECLARE
  grown CONSTANT geometry := ST_Buffer(area, 0.06);
BEGIN
  IF rule = 'address-inside' THEN
    RETURN QUERY
      SELECT a.id, a.municipality_number, a.unit_count FROM address a
       WHERE ST_Intersects(grown, a.geom)
         AND (ST_Intersects(area, a.geom) OR ST_DWithin(area, a.geom, 0.05));
  ELSIF rule = 'access-inside' THEN
    RETURN QUERY
      SELECT a.id, a.municipality_number, a.unit_count FROM address a
       WHERE ST_Intersects(grown, a.access_points)
         AND (ST_Intersects(area, a.access_points) OR ST_DWithin(area, a.access_points, 0.05))
      UNION ALL
      SELECT a.id, a.municipality_number, a.unit_count FROM address a
       WHERE a.access_points IS NULL AND ST_Intersects(grown, a.geom)
         AND (ST_Intersects(area, a.geom) OR ST_DWithin(area, a.geom, 0.05));
  ELSIF rule IN ('own-parcel-overlaps', 'any-parcel-overlaps') THEN
    RETURN QUERY
      WITH overlapping AS MATERIALIZED (
        SELECT p.id FROM parcel p
         WHERE ST_Intersects(area, p.geom)
           AND (ST_Covers(area, p.geom) OR ST_Area(ST_Intersection(area, p.geom)) > 1)
      ), selected AS (
        SELECT DISTINCT pa.address_id AS id FROM parcel_address pa
          JOIN overlapping o ON o.id = pa.parcel_id
         WHERE pa.stands_on OR rule = 'any-parcel-overlaps'
      )
      SELECT a.id, a.municipality_number, a.unit_count
        FROM selected s JOIN address a ON a.id = s.id;
  ELSE
    RAISE EXCEPTION 'unknown selection rule %', rule USING ERRCODE = 'invalid_parameter_value';
  END IF;
END
$$;
