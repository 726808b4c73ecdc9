-- Purpose: addresses of a described source, raw text to typed rows: address_check.sql for what is not
-- Kartverket's. Keys are any text (UUIDs), any coordinate system is taken that PostGIS knows, and a
-- file may name an address once for each of its units. Makes parsed (geometry in EPSG:25833, metres).

-- The same address in every column: its first row stands for all.
CREATE UNLOGGED TABLE alike AS
SELECT line
FROM (SELECT line, min(line) OVER (PARTITION BY source_id, digest) AS first_line FROM raw) AS numbered
WHERE line > first_line;

DELETE FROM raw
WHERE line IN (SELECT line FROM alike);

CREATE UNLOGGED TABLE parsed AS
SELECT
  line,
  source_id,
  municipality_number,
  municipality_name,
  coalesce(lower(kind), CASE WHEN street_name IS NULL THEN 'matrikkeladresse' ELSE 'vegadresse' END)
    AS kind,
  coalesce(extra_name, '') AS extra_name,
  coalesce(street_code, '') AS street_code,
  coalesce(street_name, '') AS street_name,
  whole_number(number) AS number,
  coalesce(upper(letter), '') AS letter,
  whole_number(gnr) AS gnr,
  whole_number(bnr) AS bnr,
  nullif(whole_number(fnr), 0) AS fnr,
  nullif(whole_number(undernumber), 0) AS undernumber,
  num_nonnulls(number, gnr, bnr, fnr, undernumber) <> num_nonnulls(
    whole_number(number), whole_number(gnr), whole_number(bnr), whole_number(fnr),
    whole_number(undernumber)) AS has_bad_number,
  coalesce(label, concat_ws(', ', extra_name,
    coalesce(street_name || coalesce(' ' || number || coalesce(letter, ''), ''),
      concat_ws('/', gnr, bnr, nullif(fnr, '0'))))) AS label,
  coalesce(postcode, '') AS postcode,
  coalesce(post_town, '') AS post_town,
  coalesce(census_tract, '') AS census_tract,
  coalesce(urban_area, '') AS urban_area,
  coalesce(urban_area_name, '') AS urban_area_name,
  described_point(epsg, north, east) AS geom,
  (SELECT ST_Multi(ST_Collect(place)) FROM unnest(ARRAY[
    described_point(epsg, access_north, access_east),
    described_point(epsg, summer_north, summer_east),
    described_point(epsg, winter_north, winter_east)
  ]) AS place WHERE place IS NOT NULL) AS access_points,
  source_time(updated, source_zone) AS source_updated_at,
  extracted,
  digest
FROM raw, run;

INSERT INTO rejected (line, source_id, reason)
SELECT line, source_id, reason
FROM (
  SELECT line, source_id, CASE
    WHEN source_id IS NULL OR length(source_id) > 80 THEN 'the key is empty or longer than 80 characters'
    WHEN municipality_number IS NULL OR NOT is_digits(municipality_number, 4, 4)
      THEN 'the municipality number is not four digits'
    WHEN kind NOT IN ('vegadresse', 'matrikkeladresse')
      THEN 'kind is neither vegadresse nor matrikkeladresse'
    WHEN has_bad_number THEN 'number, gnr, bnr, fnr or undernumber is not a whole number'
    WHEN kind = 'vegadresse' AND street_name = '' THEN 'a vegadresse without a street name'
    WHEN coalesce(label, '') = '' THEN 'the address has no text'
    WHEN length(postcode) > 4 THEN 'the postcode has more than four characters'
    WHEN geom IS NULL THEN
      'the coordinate is empty, not a number, in an unknown system or far from Norway and Denmark'
    ELSE coalesce(
      text_fault(municipality_name, 255, 'municipality_name'), text_fault(extra_name, 255, 'extra_name'),
      text_fault(street_code, 32, 'street_code'), text_fault(street_name, 255, 'street_name'),
      text_fault(letter, 32, 'letter'), text_fault(label, 600, 'label'), text_fault(post_town, 255, 'post_town'),
      text_fault(census_tract, 32, 'census_tract'), text_fault(urban_area, 32, 'urban_area'),
      text_fault(urban_area_name, 255, 'urban_area_name'))
  END AS reason
  FROM parsed
) AS checked
WHERE reason IS NOT NULL;

DELETE FROM parsed
WHERE line IN (SELECT line FROM rejected);

-- A zone read as its neighbour lands far away. Forced, published addresses are not asked.
INSERT INTO rejected (line, source_id, reason)
SELECT p.line, p.source_id,
  'the coordinate is more than 150 km from municipality ' || municipality_number
    || ': its coordinate system is another one'
FROM parsed AS p
JOIN (
  SELECT municipality_number, coalesce(
    trusted_middle(municipality_number, bool_or(run.is_forced)),
    ST_SetSRID(ST_MakePoint(
      percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_X(geom)),
      percentile_cont(0.5) WITHIN GROUP (ORDER BY ST_Y(geom))), 25833)) AS middle
  FROM parsed, run
  GROUP BY municipality_number
) AS m USING (municipality_number)
WHERE NOT ST_DWithin(p.geom, m.middle, 150000)
UNION ALL
SELECT line, source_id, 'its key is also in line ' || first_line || ', with another address'
FROM (
  SELECT line, source_id, min(line) OVER (PARTITION BY source_id) AS first_line FROM parsed
) AS numbered
WHERE line > first_line;

DELETE FROM parsed
WHERE line IN (SELECT line FROM rejected);
