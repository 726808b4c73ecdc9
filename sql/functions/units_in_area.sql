-- Which addresses, with how many units, does an area select? The one function behind the map, the
-- form, the command line and frozen lists; count_in_area counts them.
--
-- area:  what is included minus what is excluded, EPSG:25833 (metres); NULL selects nothing
-- rule:  address-inside | access-inside | own-parcel-overlaps | any-parcel-overlaps | building-inside
--
-- An address at most 0.05 m from the area counts as inside, and so does the point of a building. A
-- parcel overlaps by more than 1 m², or is held wholly: people draw by snapping to parcel edges, and a
-- shared edge is no overlap. An address belongs to the buildings of which a unit names it; one without a building is
-- selected by no building.
-- unit_count is NULL where no unit data is loaded.
--
-- Plan: address-inside by addresses_inside, the parcel rules by addresses_on_parcels and
-- parcels_overlapping. The other rules part by part, since an index scan of the whole area would look at
-- everything between its parts and a distance to thousands of parts is slow. A part grown by slightly more
-- than the tolerance is the prepared shape that its index scan is checked against; only the few points in
-- the rim between it and the part pay for a distance. No parallel workers: starting them costs more than
-- the count.
CREATE OR REPLACE FUNCTION units_in_area(area geometry, rule text)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
SET plan_cache_mode = force_generic_plan
SET jit = off
AS $$
BEGIN
  IF rule = 'address-inside' THEN
    RETURN QUERY
      SELECT i.address_id, i.municipality_number, i.unit_count FROM addresses_inside(area) i;
  ELSIF rule = 'access-inside' THEN
    RETURN QUERY
      WITH part AS MATERIALIZED (
        SELECT d.geom AS shape, ST_Buffer(d.geom, 0.06) AS grown FROM ST_Dump(area) d
      )
      SELECT a.id, a.municipality_number, a.unit_count FROM part p
        JOIN address a ON ST_Intersects(p.grown, a.access_points)
         AND (ST_Intersects(p.shape, a.access_points)
              OR ST_DWithin(p.shape, a.access_points, 0.05))
      UNION
      SELECT a.id, a.municipality_number, a.unit_count FROM part p
        JOIN address a ON a.access_points IS NULL AND ST_Intersects(p.grown, a.geom)
         AND (ST_Intersects(p.shape, a.geom) OR ST_DWithin(p.shape, a.geom, 0.05));
  ELSIF rule = 'own-parcel-overlaps' THEN
    RETURN QUERY
      SELECT p.address_id, p.municipality_number, p.unit_count FROM addresses_on_parcels(area) p;
  ELSIF rule = 'any-parcel-overlaps' THEN
    RETURN QUERY
      WITH selected AS (
        SELECT DISTINCT pa.address_id AS id
          FROM parcels_overlapping(area) o JOIN parcel_address pa ON pa.parcel_id = o.parcel_id
      )
      SELECT a.id, a.municipality_number, a.unit_count
        FROM selected s JOIN address a ON a.id = s.id;
  ELSIF rule = 'building-inside' THEN
    RETURN QUERY
      WITH part AS MATERIALIZED (
        SELECT d.geom AS shape, ST_Buffer(d.geom, 0.06) AS grown FROM ST_Dump(area) d
      )
      SELECT DISTINCT a.id, a.municipality_number, a.unit_count FROM part p
        JOIN building b ON ST_Intersects(p.grown, b.geom)
         AND (ST_Intersects(p.shape, b.geom) OR ST_DWithin(p.shape, b.geom, 0.05))
        JOIN building_unit l ON l.building_id = b.id
        JOIN address a ON a.source = b.source AND a.source_id = l.address_source_id;
  ELSE
    RAISE EXCEPTION 'unknown selection rule %', rule USING ERRCODE = 'invalid_parameter_value';
  END IF;
END
$$;
