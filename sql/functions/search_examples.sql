-- What a person can search for and find in a territory: made of its best-known street.
--
-- territory: municipality numbers; the first with streets gives the examples, of the first five at most.
--
-- first_even, last_even: house numbers of the street, NULL where it has none; house: its first number.
-- property: gnr/bnr of that house; tract: the name of a census tract; longitude, latitude: EPSG:4326
-- degrees. No row where no street is loaded.
--
-- Plan: the names of a municipality, then the addresses of one street: a few thousand rows at most.
CREATE OR REPLACE FUNCTION search_examples(territory text[])
RETURNS TABLE (
  street text, first_even integer, last_even integer, house text, property text, municipality text,
  tract text, postcode text, longitude float8, latitude float8
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH street AS (
    SELECT n.municipality_number, n.street_code, n.street_name
      FROM unnest(territory[1:5]) WITH ORDINALITY AS t (number, place)
     CROSS JOIN LATERAL (
        SELECT * FROM address_name a
         WHERE a.municipality_number = t.number AND a.street_code <> '' AND a.extra_name = ''
         ORDER BY upper(a.street_name) = 'STORGATA' DESC, a.address_count DESC, a.street_code
         LIMIT 1) n
     ORDER BY t.place
     LIMIT 1
  ), house AS (
    SELECT a.*
      FROM street s JOIN address a USING (municipality_number, street_code)
     WHERE a.number IS NOT NULL AND a.extra_name = ''
  ), evens AS (
    SELECT array_agg(DISTINCT h.number ORDER BY h.number) AS numbers FROM house h WHERE h.number % 2 = 0
  ), known AS (
    SELECT * FROM house h ORDER BY h.gnr IS NULL OR coalesce(h.fnr, 0) > 0, h.letter <> '', h.number LIMIT 1
  )
  SELECT k.street_name, e.numbers[1], e.numbers[least(6, cardinality(e.numbers))],
         k.street_name || ' ' || k.number || k.letter, k.gnr || '/' || k.bnr, m.name,
         (SELECT d.name FROM district d
           WHERE d.kind = 'census_tract' AND d.number BETWEEN k.municipality_number || '0000'
             AND k.municipality_number || '9999'
           ORDER BY d.number LIMIT 1),
         nullif(k.postcode, ''), ST_X(p.geom), ST_Y(p.geom)
    FROM known k
   CROSS JOIN evens e
    LEFT JOIN municipality m ON m.number = k.municipality_number
   CROSS JOIN LATERAL (SELECT ST_Transform(k.geom, 4326) AS geom) p
$$;
