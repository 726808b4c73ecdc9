-- Purpose: text to typed rows. Casts are guarded; a row that cannot be published gets a reason.
-- Reads raw, plain, run, and the middle of what is published. Makes parsed of plain (geometry in
-- EPSG:25833, metres) and adds to rejected.
-- Plan: nearly all rows are in plain already. What is in raw is typed by one parallel scan; faults are
-- then looked for in what was typed, and the text is read again for those alone.

-- Many addresses share the moment of a mass update (in real files nine of ten): each is read once.
CREATE UNLOGGED TABLE moment AS
SELECT updated, source_time(updated, source_zone) AS source_updated_at
FROM (
  SELECT DISTINCT updated
  FROM raw
  WHERE updated IS NOT NULL
) AS delivered, run;

ANALYZE moment;

CREATE UNLOGGED TABLE typed AS
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
  coalesce(urban_area, '') AS urban_area,
  coalesce(urban_area_name, '') AS urban_area_name,
  epsg,
  point_from_source(epsg, north, east) AS geom,
  (coalesce(access_north, access_east) IS NOT NULL)::integer
    + (coalesce(summer_north, summer_east) IS NOT NULL)::integer
    + (coalesce(winter_north, winter_east) IS NOT NULL)::integer AS access_delivered,
  point_from_source(epsg, access_north, access_east) AS access,
  point_from_source(epsg, summer_north, summer_east) AS summer,
  point_from_source(epsg, winter_north, winter_east) AS winter,
  source_updated_at,
  extracted
FROM raw
LEFT JOIN moment USING (updated);

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
      WHEN geom IS NOT NULL AND access_delivered > num_nonnulls(access, summer, winter)
        THEN 'the coordinate of an access point is not a number or outside Norway'
      ELSE coalesce(
        text_fault(municipality_name, 255, 'kommunenavn'),
        text_fault(extra_name, 255, 'adressetilleggsnavn'), text_fault(street_code, 32, 'adressekode'),
        text_fault(street_name, 255, 'adressenavn'), text_fault(letter, 32, 'bokstav'),
        text_fault(label, 600, 'adresseTekst'), text_fault(post_town, 255, 'poststed'),
        text_fault(census_tract, 32, 'grunnkretsnummer'), text_fault(urban_area, 32, 'tettstednummer'),
        text_fault(urban_area_name, 255, 'tettstednavn'))
    END AS reason
  FROM typed
  CROSS JOIN run
) AS checked
WHERE reason IS NOT NULL;

DELETE FROM typed
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
FROM typed AS p
JOIN raw AS r USING (line)
WHERE p.geom IS NULL;

DELETE FROM typed
WHERE geom IS NULL;

INSERT INTO plain (
  line, source_id, municipality_number, municipality_name, kind, extra_name, street_code, street_name,
  number, letter, gnr, bnr, fnr, undernumber, label, postcode, post_town, census_tract, urban_area,
  urban_area_name, north, east, access_north, access_east, summer_north, summer_east, winter_north, winter_east, updated, extracted,
  digest
)
SELECT
  line, source_id, municipality_number, municipality_name, kind, extra_name, street_code, street_name,
  number, letter, gnr, bnr, fnr, undernumber, label, postcode, post_town, census_tract, urban_area,
  urban_area_name, ST_Y(geom), ST_X(geom), ST_Y(access), ST_X(access), ST_Y(summer), ST_X(summer),
  ST_Y(winter), ST_X(winter), source_updated_at, extracted,
  hash_record_extended(ROW(
    source_id, municipality_number, kind, extra_name, street_code, street_name, number, letter, gnr,
    bnr, fnr, undernumber, label, postcode, post_town, census_tract, urban_area, urban_area_name,
    ST_Y(geom), ST_X(geom), ST_Y(access), ST_X(access), ST_Y(summer), ST_X(summer), ST_Y(winter), ST_X(winter),
    source_updated_at
  ), 2)
FROM typed;

ALTER TABLE plain RENAME TO parsed;
ALTER TABLE parsed RENAME COLUMN updated TO source_updated_at;

-- One look at all rows: what plain rows can still lack, and how far the rows of a municipality reach.
CREATE VIEW looked_at AS
SELECT
  parsed.*,
  CASE
    WHEN geom IS NULL THEN 'the coordinate is outside Norway: wrong zone, or Nord and Øst swapped'
    WHEN kind = 'vegadresse' AND street_name = '' THEN 'a vegadresse without adressenavn'
    WHEN num_nonnulls(access_north, access_east, summer_north, summer_east, winter_north, winter_east) > 0
      AND (
        num_nonnulls(access_north, access_east) = 1
        OR num_nonnulls(summer_north, summer_east) = 1
        OR num_nonnulls(winter_north, winter_east) = 1
        OR NOT is_near_norway(access_points)
      )
      THEN 'the coordinate of an access point is not a number or outside Norway'
    WHEN octet_length(municipality_name) > 255 THEN 'kommunenavn has more than 255 characters'
  END AS fault
FROM parsed;

CREATE UNLOGGED TABLE looked AS
SELECT
  municipality_number,
  extracted,
  count(*) - count(fault) AS row_count,
  count(fault) AS fault_count,
  min(east) AS west, min(north) AS south, max(east) AS east, max(north) AS north
FROM looked_at
GROUP BY municipality_number, extracted;

CREATE UNLOGGED TABLE reach AS
SELECT
  municipality_number,
  sum(fault_count) AS fault_count,
  ST_MakeEnvelope(min(west), min(south), max(east), max(north), 25833) AS box
FROM looked
GROUP BY municipality_number;

INSERT INTO rejected (line, source_id, reason)
SELECT line, source_id, fault
FROM looked_at
WHERE (SELECT sum(fault_count) FROM reach) > 0 AND fault IS NOT NULL;

DELETE FROM parsed
WHERE line IN (SELECT line FROM rejected);

-- A zone read as its neighbour lands more than 200 km away. The middle of the municipality is that
-- of its border, of its published addresses, else of the delivery itself; this is looked for where its
-- rows reach so far. Published addresses may be what is wrong: --force leaves them out. They are not
-- all asked where every row is near the first of them.
CREATE UNLOGGED TABLE published_place AS
SELECT
  a.municipality_number,
  ST_SetSRID(ST_MakePoint(avg(ST_X(a.geom)), avg(ST_Y(a.geom))), 25833) AS middle
FROM reach AS r
JOIN address AS a USING (municipality_number)
LEFT JOIN municipality AS m ON m.number = r.municipality_number
WHERE m.border IS NULL AND NOT (SELECT is_forced FROM run)
  AND ST_MaxDistance(r.box, (
    SELECT one.geom FROM address AS one WHERE one.municipality_number = r.municipality_number LIMIT 1
  )) > 75000
GROUP BY a.municipality_number;

CREATE UNLOGGED TABLE middle AS
SELECT
  r.municipality_number,
  m.border IS NOT NULL OR published.middle IS NULL AS is_sure,
  coalesce(published.middle, (
    SELECT ST_SetSRID(ST_MakePoint(
      percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_X(p.geom)),
      percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_Y(p.geom))
    ), 25833)
    FROM parsed AS p
    WHERE p.municipality_number = r.municipality_number
  )) AS geom
FROM reach AS r
LEFT JOIN municipality AS m ON m.number = r.municipality_number
LEFT JOIN published_place AS place USING (municipality_number)
CROSS JOIN LATERAL (SELECT coalesce(ST_Centroid(m.border), place.middle) AS middle) AS published
WHERE CASE
  WHEN published.middle IS NULL
    THEN ST_Distance(ST_PointN(ST_ExteriorRing(r.box), 1), ST_PointN(ST_ExteriorRing(r.box), 3)) > 150000
  ELSE ST_MaxDistance(published.middle, r.box) > 150000
END;

ANALYZE middle;

CREATE UNLOGGED TABLE far_away AS
SELECT p.line, m.is_sure
FROM parsed AS p
JOIN middle AS m USING (municipality_number)
WHERE NOT ST_DWithin(p.geom, m.geom, 150000);

-- Of lines with the same key the first counts, also where one of them is known and not here.
CREATE UNLOGGED TABLE repeated AS
SELECT line, source_id, first_line
FROM (
  SELECT line, source_id, min(line) OVER (PARTITION BY source_id) AS first_line
  FROM (
    SELECT line, source_id FROM parsed
    UNION ALL
    SELECT line, source_id FROM known_again
  ) AS given
  WHERE EXISTS (SELECT FROM known_again) OR (
    (SELECT may_repeat FROM run) AND (SELECT count(*) > count(DISTINCT source_id) FROM parsed)
  )
) AS numbered
WHERE line > first_line;

INSERT INTO known (municipality_number, row_count)
SELECT municipality_number, -1
FROM known_again
WHERE line IN (SELECT line FROM repeated);

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

-- What was counted at that one look, less the rows that go now.
CREATE UNLOGGED TABLE delivered AS
SELECT municipality_number, extracted, sum(n)::bigint AS rows_read
FROM (
  SELECT municipality_number, extracted, row_count AS n FROM looked
  UNION ALL
  SELECT municipality_number, extracted, -1
  FROM parsed
  WHERE line IN (SELECT line FROM rejected)
) AS either
GROUP BY municipality_number, extracted
HAVING sum(n) > 0;

DELETE FROM parsed
WHERE line IN (SELECT line FROM rejected);
