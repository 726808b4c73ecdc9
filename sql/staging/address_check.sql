-- Purpose: raw text to typed rows. Casts are guarded; a row that cannot be published gets a reason.
-- Reads raw, run, and the middle of what is published. Makes parsed (geometry in EPSG:25833, metres)
-- and adds to rejected.
-- Plan: one parallel scan types all rows; the transform costs nothing for the national file, which is
-- in 25833. Faults are then looked for in what was typed, and the text is read again for those alone.

-- What is published from the same text was checked then. --force looks at everything again.
INSERT INTO known (line, published_id, source_id, municipality_number, extracted)
SELECT r.line, a.id, a.source_id, a.municipality_number, r.extracted
FROM run
JOIN address AS a ON a.source = run.source
JOIN raw AS r ON coalesce(r.source_id, r.local_id) = a.source_id AND r.digest = a.digest
WHERE NOT run.is_forced
  AND (r.epsg = run.declared_epsg) IS NOT FALSE;

ANALYZE known (line, published_id);

-- Many addresses share the moment of a mass update (in real files nine of ten): each is read once.
CREATE UNLOGGED TABLE moment AS
SELECT updated, source_time(updated, source_zone) AS source_updated_at
FROM (
  SELECT DISTINCT updated
  FROM raw
  WHERE updated IS NOT NULL AND NOT EXISTS (SELECT FROM known WHERE known.line = raw.line)
) AS delivered, run;

ANALYZE moment;

CREATE UNLOGGED TABLE parsed AS
SELECT
  line,
  coalesce(source_id, local_id) AS source_id,
  municipality_number,
  municipality_name,
  lower(kind) AS kind,
  coalesce(extra_name, '') AS extra_name,
  coalesce(street_code, '') AS street_code,
  coalesce(street_name, '') AS street_name,
  whole_number(number) AS number,
  coalesce(letter, '') AS letter,
  whole_number(gnr) AS gnr,
  whole_number(bnr) AS bnr,
  whole_number(fnr) AS fnr,
  whole_number(undernumber) AS undernumber,
  num_nonnulls(number, gnr, bnr, fnr, undernumber) AS numbers_delivered,
  label,
  coalesce(postcode, '') AS postcode,
  coalesce(post_town, '') AS post_town,
  coalesce(census_tract, '') AS census_tract,
  epsg,
  point_from_source(epsg, north, east) AS geom,
  (coalesce(access_north, access_east) IS NOT NULL)::integer
    + (coalesce(summer_north, summer_east) IS NOT NULL)::integer
    + (coalesce(winter_north, winter_east) IS NOT NULL)::integer AS access_delivered,
  CASE
    WHEN coalesce(access_north, summer_north, winter_north) IS NOT NULL
      THEN ST_Multi(ST_Collect(ARRAY[
        point_from_source(epsg, access_north, access_east),
        point_from_source(epsg, summer_north, summer_east),
        point_from_source(epsg, winter_north, winter_east)
      ]))
  END AS access_points,
  source_updated_at,
  extracted,
  digest
FROM raw
LEFT JOIN moment USING (updated)
WHERE NOT EXISTS (SELECT FROM known WHERE known.line = raw.line);

INSERT INTO rejected (line, source_id, reason)
SELECT line, source_id, reason
FROM (
  SELECT
    line,
    source_id,
    CASE
      WHEN source_id IS NULL THEN 'adresseId is empty'
      WHEN NOT is_digits(source_id, 1, 18) THEN 'adresseId is not a number'
      WHEN municipality_number IS NULL OR NOT is_digits(municipality_number, 4, 4)
        THEN 'kommunenummer is not four digits'
      WHEN kind IS NULL OR kind NOT IN ('vegadresse', 'matrikkeladresse')
        THEN 'adressetype is neither vegadresse nor matrikkeladresse'
      WHEN label IS NULL THEN 'adresseTekst is empty'
      WHEN length(postcode) NOT IN (0, 4) THEN 'postnummer is not four characters'
      WHEN num_nonnulls(number, gnr, bnr, fnr, undernumber) <> numbers_delivered
        THEN 'nummer, gardsnummer, bruksnummer, festenummer or undernummer is not a whole number'
      WHEN kind = 'vegadresse' AND street_name = '' THEN 'a vegadresse without adressenavn'
      WHEN epsg <> declared_epsg
        THEN 'EPSG-kode is ' || left(epsg, 20) || ' but the file name says ' || declared_epsg
      WHEN epsg IS NULL OR epsg NOT IN ('25832', '25833', '25835', '4258', '4326')
        THEN 'EPSG-kode is not 25832, 25833, 25835, 4258 or 4326'
      WHEN geom IS NOT NULL AND access_delivered > coalesce(ST_NumGeometries(access_points), 0)
        THEN 'the coordinate of an access point is not a number or outside Norway'
    END AS reason
  FROM parsed
  CROSS JOIN run
) AS checked
WHERE reason IS NOT NULL;

DELETE FROM parsed
WHERE line IN (SELECT line FROM rejected);

INSERT INTO rejected (line, source_id, reason)
SELECT
  p.line,
  p.source_id,
  CASE
    WHEN r.north IS NULL OR r.east IS NULL THEN 'the coordinate (Nord, Øst) is empty'
    WHEN decimal_number(r.north) IS NULL OR decimal_number(r.east) IS NULL
      THEN 'the coordinate (Nord, Øst) is not a number'
    ELSE 'the coordinate is outside Norway: wrong zone, or Nord and Øst swapped'
  END
FROM parsed AS p
JOIN raw AS r USING (line)
WHERE p.geom IS NULL;

DELETE FROM parsed
WHERE geom IS NULL;

-- A zone read as its neighbour lands more than 200 km away. The middle of the municipality is that
-- of its border, of its published addresses, else of the delivery itself. Published addresses may be
-- what is wrong: --force leaves them out.
CREATE UNLOGGED TABLE middle AS
SELECT
  d.municipality_number,
  m.border IS NOT NULL OR published.middle IS NULL AS is_sure,
  coalesce(published.middle, d.middle) AS geom
FROM (
  SELECT
    municipality_number,
    ST_SetSRID(ST_MakePoint(
      percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_X(geom)),
      percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_Y(geom))
    ), 25833) AS middle
  FROM parsed
  GROUP BY municipality_number
) AS d
CROSS JOIN run
LEFT JOIN municipality AS m ON m.number = d.municipality_number
CROSS JOIN LATERAL (
  SELECT CASE
    WHEN m.border IS NOT NULL OR NOT run.is_forced THEN published_middle(d.municipality_number)
  END AS middle
) AS published;

CREATE UNLOGGED TABLE far_away AS
SELECT p.line, m.is_sure
FROM parsed AS p
JOIN middle AS m USING (municipality_number)
WHERE NOT ST_DWithin(p.geom, m.geom, 150000);

CREATE UNLOGGED TABLE repeated AS
SELECT line, source_id, first_line
FROM (
  SELECT line, source_id, min(line) OVER (PARTITION BY source_id) AS first_line
  FROM (
    SELECT line, source_id FROM parsed UNION ALL SELECT line, source_id FROM known
  ) AS delivered
  WHERE source_id IN (
    SELECT source_id
    FROM (SELECT source_id FROM parsed UNION ALL SELECT source_id FROM known) AS delivered
    GROUP BY source_id
    HAVING count(*) > 1
  )
) AS numbered
WHERE line > first_line;

INSERT INTO rejected (line, source_id, reason)
SELECT p.line, p.source_id,
  'the coordinate is more than 150 km from municipality ' || p.municipality_number
    || ': EPSG-kode and zone do not match'
    || CASE
      WHEN far_away.is_sure THEN ''
      ELSE ' (if its published addresses are what is wrong, use --force)'
    END
FROM parsed AS p JOIN far_away USING (line)
UNION ALL
SELECT line, source_id, 'adresseId ' || source_id || ' is also in line ' || first_line
FROM repeated;

DELETE FROM parsed
WHERE line IN (SELECT line FROM rejected);

DELETE FROM known
WHERE line IN (SELECT line FROM rejected);
