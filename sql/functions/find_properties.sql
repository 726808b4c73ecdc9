-- Properties of a cadastral number, unbuilt ones too; one row a property.
--
-- municipality:  NULL where none was written: then the territory is looked in, and where it has no such
--                number every municipality
-- gnr, bnr, fnr: fnr 0 for none
-- snr:           0 for none: a section is found through its ground, and has the addresses of its units
-- territory, max_rows, found: see find_streets
--
-- number: as property_number has it, without section. addresses: those of the property; label: of its
-- only address. west, south, east, north: EPSG:4326 degrees, of its parcels, else of its addresses; NULL
-- where neither has a place. A number of an old municipality is looked for in those that it may be now.
--
-- Plan: cadastral_unit_number leads with the municipality: one look a municipality, a few hundred at most.
CREATE OR REPLACE FUNCTION find_properties(
  municipality text, gnr integer, bnr integer, fnr integer, snr integer, territory text[], max_rows integer
)
RETURNS TABLE (
  number text, municipality_name text, in_territory boolean, addresses bigint, label text,
  parcels bigint, area_m2 float8, west float8, south float8, east float8, north float8, found bigint
)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  places text[] := CASE WHEN municipality IS NULL THEN territory ELSE ARRAY[municipality] END;
BEGIN
  IF municipality IS NULL AND NOT EXISTS (
    SELECT FROM cadastral_unit u
     WHERE u.municipality_number = ANY (territory) AND u.gnr = find_properties.gnr
       AND u.bnr = find_properties.bnr AND u.fnr = find_properties.fnr
  ) THEN
    places := ARRAY(SELECT m.number::text FROM municipality m);
  ELSIF NOT EXISTS (SELECT FROM cadastral_unit u WHERE u.municipality_number = ANY (places)) THEN
    places := ARRAY(SELECT candidate FROM municipality_candidates(find_properties.municipality));
  END IF;
  RETURN QUERY
    WITH known AS (
      SELECT DISTINCT u.municipality_number
        FROM unnest(places) AS p (number)
        JOIN cadastral_unit u ON u.municipality_number = p.number AND u.gnr = find_properties.gnr
         AND u.bnr = find_properties.bnr AND u.fnr = find_properties.fnr
    ), ranked AS (
      SELECT k.municipality_number, k.municipality_number = ANY (territory) AS own, count(*) OVER () AS all_found
        FROM known k
       ORDER BY own DESC, k.municipality_number
       LIMIT max_rows
    )
    SELECT property_number(r.municipality_number, find_properties.gnr, find_properties.bnr, find_properties.fnr),
           coalesce(m.name, r.municipality_number), r.own, held.addresses, held.label,
           land.parcels, land.area_m2, ST_XMin(e.box), ST_YMin(e.box), ST_XMax(e.box), ST_YMax(e.box), r.all_found
      FROM ranked r
      LEFT JOIN municipality m ON m.number = r.municipality_number
     CROSS JOIN LATERAL (
        SELECT count(*) AS addresses, min(a.label) AS label, ST_SetSRID(ST_Extent(a.geom)::geometry, 25833) AS extent
          FROM address a
         WHERE a.municipality_number = r.municipality_number AND a.gnr = find_properties.gnr
           AND a.bnr = find_properties.bnr AND coalesce(a.fnr, 0) = find_properties.fnr
           AND (find_properties.snr = 0 OR EXISTS (
                 SELECT FROM unit u
                  WHERE u.source = a.source AND u.address_source_id = a.source_id AND u.snr = find_properties.snr))
      ) held
     CROSS JOIN LATERAL (
        SELECT count(*) AS parcels, sum(p.area_m2) AS area_m2, ST_SetSRID(ST_Extent(p.geom)::geometry, 25833) AS extent
          FROM parcels_of_property(r.municipality_number, find_properties.gnr, find_properties.bnr, find_properties.fnr) p
      ) land
     CROSS JOIN LATERAL (SELECT ST_Transform(coalesce(land.extent, held.extent), 4326) AS box) e
     ORDER BY r.own DESC, r.municipality_number;
END
$$;
