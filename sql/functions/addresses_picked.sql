-- The addresses of one street, part of a street, district or property that was picked by name.
--
-- pick:  '9901-1010', '9901-1010 12A-40 even' (geotarget/domain/house_numbers.py), or
--        'census_tract:99010101' or 'property:9901-12/3' (geotarget/domain/districts.py)
--
-- An urban area (tettsted) is its number alone: no delivery of its border is read.
-- A street is its code in the municipality; postcodes are not looked at. A last number without a letter
-- takes all its letters. A property has the addresses with its number, on whichever parcel they stand; what is
-- leased of it has a number of its own. A district has the addresses whose own code says so; those that carry no such
-- code, and all of a polling district, which no address names, are those inside its border.
--
-- Plan: each kind by an index of its own. What is inside a border is looked up by its id, one by one, and only
-- where there is a border: a plan that serves all kinds read every address of the country for it.
CREATE OR REPLACE FUNCTION addresses_picked(pick text)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer, geom geometry)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
SET jit = off
AS $$
DECLARE
  part CONSTANT text[] := regexp_match(
    pick,
    '^([0-9]{4})-([0-9A-Za-z]+)(?: ([0-9]*)([[:alpha:]]?)-([0-9]*)([[:alpha:]]?))?(?: (even|odd))?$');
  first_number CONSTANT integer := nullif(part[3], '')::integer;
  last_number CONSTANT integer := nullif(part[5], '')::integer;
  sort CONSTANT text := split_part(pick, ':', 1);
  wanted CONSTANT text := split_part(pick, ':', 2);
  shape geometry;
BEGIN
  IF part IS NOT NULL THEN
    RETURN QUERY
      SELECT a.id, a.municipality_number, a.unit_count, a.geom
        FROM address a
       WHERE a.municipality_number = part[1] AND a.street_code = part[2]
         AND (first_number IS NULL OR a.number > first_number
              OR (a.number = first_number AND a.letter COLLATE "C" >= part[4]))
         AND (last_number IS NULL OR a.number < last_number
              OR (a.number = last_number AND (part[6] = '' OR a.letter COLLATE "C" <= part[6])))
         AND (part[7] IS NULL OR (a.number % 2 = 0) = (part[7] = 'even'));
  ELSIF sort = 'property' THEN
    RETURN QUERY
      SELECT a.id, a.municipality_number, a.unit_count, a.geom
        FROM property_parts(wanted) n
        JOIN address a ON a.municipality_number = n.municipality AND a.gnr = n.gnr AND a.bnr = n.bnr
         AND coalesce(a.fnr, 0) = n.fnr;
  ELSIF sort = 'municipality' THEN
    RETURN QUERY
      SELECT a.id, a.municipality_number, a.unit_count, a.geom
        FROM address a WHERE a.municipality_number = wanted;
  ELSIF sort = 'county' THEN
    RETURN QUERY
      SELECT a.id, a.municipality_number, a.unit_count, a.geom
        FROM municipality m JOIN address a ON a.municipality_number = m.number
       WHERE starts_with(m.number, wanted);
  ELSE
    SELECT d.border INTO shape FROM district d
     WHERE d.kind = CASE sort WHEN 'postcode' THEN 'postcode_area' ELSE sort END
       AND d.number = wanted;
    RETURN QUERY
      SELECT a.id, a.municipality_number, a.unit_count, a.geom
        FROM address a WHERE sort = 'census_tract' AND a.census_tract = wanted
      UNION ALL
      SELECT a.id, a.municipality_number, a.unit_count, a.geom
        FROM address a WHERE sort = 'postcode' AND a.postcode = wanted
      UNION ALL
      SELECT a.id, a.municipality_number, a.unit_count, a.geom
        FROM address a WHERE sort = 'urban_area' AND a.urban_area = wanted AND a.urban_area <> '';
    IF shape IS NOT NULL THEN
      RETURN QUERY
        SELECT a.id, a.municipality_number, a.unit_count, a.geom
          FROM addresses_inside(shape) i
         CROSS JOIN LATERAL (SELECT * FROM address a WHERE a.id = i.address_id OFFSET 0) a
         WHERE sort = 'polling_district'
            OR (sort = 'census_tract' AND a.census_tract = '')
            OR (sort = 'postcode' AND a.postcode = '');
    END IF;
  END IF;
END
$$;
