-- What a district is called: by its delivery, else by the postal register or the addresses that carry
-- its number. A property has no name beside its number. An urban area is known from addresses alone. '' where only its number is known, NULL where nothing has it.
--
-- kind, number: as geotarget/domain/districts.py has them.
--
-- Plan: codes of addresses by address_district, as in find_districts.sql.
CREATE OR REPLACE FUNCTION district_name(kind text, number text)
RETURNS text
LANGUAGE sql STABLE
AS $$
  SELECT CASE $1
    WHEN 'municipality' THEN (SELECT m.name FROM municipality m WHERE m.number = $2)
    WHEN 'postcode' THEN coalesce(
      (SELECT p.post_town FROM postcode p WHERE p.number = $2),
      (SELECT d.name FROM district d WHERE d.kind = 'postcode_area' AND d.number = $2),
      (WITH found AS MATERIALIZED (SELECT a.post_town FROM address a WHERE a.postcode = $2)
       SELECT f.post_town FROM found f LIMIT 1))
    WHEN 'property' THEN (
      SELECT '' FROM property_parts($2) n
       WHERE EXISTS (
               SELECT FROM address a
                WHERE a.municipality_number = n.municipality AND a.gnr = n.gnr
                  AND a.bnr = n.bnr AND coalesce(a.fnr, 0) = n.fnr)
          OR EXISTS (
               SELECT FROM cadastral_unit u
                WHERE u.municipality_number = n.municipality AND u.gnr = n.gnr
                  AND u.bnr = n.bnr AND u.fnr = n.fnr))
    WHEN 'urban_area' THEN (SELECT u.name FROM urban_area u WHERE u.number = $2)
    ELSE coalesce(
      (SELECT d.name FROM district d WHERE d.kind = $1 AND d.number = $2),
      (WITH found AS MATERIALIZED (
         SELECT FROM address a WHERE $1 = 'census_tract' AND a.census_tract = $2)
       SELECT '' FROM found LIMIT 1))
  END
$$;
