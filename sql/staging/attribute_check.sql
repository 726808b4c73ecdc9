-- Purpose: the keys of an organisation's own file, looked up in the cadastre. An address by its text is
-- found as places of business are (match_businesses.sql): among the municipality that the row names,
-- else the organisation's territory; several that are equally good are told apart by the postcode.
-- A property or adresseId that is not published is kept all the same: it may come with the next delivery.
ANALYZE raw;

CREATE UNLOGGED TABLE found AS
WITH wanted AS (
  SELECT line, street_key(street_name) AS street, number, coalesce(letter, '') AS letter,
    coalesce(postcode, '') AS postcode,
    CASE WHEN municipality_number IS NULL THEN territory_of(load.organisation_id)
      ELSE ARRAY[municipality_number] END AS municipalities
  FROM raw, load
  WHERE key IS NULL
), streets AS MATERIALIZED (
  SELECT municipality_number, street_name, street_key(street_name) AS street
  FROM address
  WHERE street_name <> ''
    AND municipality_number IN (SELECT DISTINCT unnest(municipalities) FROM wanted)
  GROUP BY 1, 2
), ranked AS (
  SELECT w.line, a.source_id,
    rank() OVER (PARTITION BY w.line ORDER BY (a.postcode = w.postcode) DESC) AS place
  FROM wanted AS w
  JOIN streets AS s ON s.street = w.street AND s.municipality_number = ANY (w.municipalities)
  JOIN address AS a ON a.municipality_number = s.municipality_number
    AND a.street_name = s.street_name AND a.number = w.number AND upper(a.letter) = w.letter
)
SELECT line, min(source_id) AS source_id, count(*) AS matches
FROM ranked
WHERE place = 1
GROUP BY line;

INSERT INTO unmatched (line, reason)
SELECT r.line,
  CASE WHEN f.line IS NULL THEN 'no address has this street and number'
    ELSE 'several addresses have this street and number; give a postcode or kommunenummer' END
FROM raw AS r
LEFT JOIN found AS f USING (line)
WHERE r.key IS NULL AND f.matches IS DISTINCT FROM 1;

INSERT INTO unmatched (line, reason)
SELECT r.line, 'no address stands on this property'
FROM raw AS r, load
WHERE load.is_of_property
  AND NOT EXISTS (
    SELECT FROM address AS a
    WHERE a.municipality_number = split_part(r.key, '-', 1)
      AND a.gnr = split_part(split_part(r.key, '-', 2), '/', 1)::integer
      AND a.bnr = split_part(split_part(r.key, '-', 2), '/', 2)::integer
      AND coalesce(a.fnr, 0) = coalesce(whole_number(split_part(r.key, '/', 3)), 0)
  );

INSERT INTO unmatched (line, reason)
SELECT r.line, 'no address has this adresseId'
FROM raw AS r, load
WHERE NOT load.is_of_property AND r.key IS NOT NULL
  AND NOT EXISTS (SELECT FROM address AS a WHERE a.source_id = r.key);

CREATE UNLOGGED TABLE parsed AS
SELECT DISTINCT coalesce(r.key, f.source_id) AS key, told.name, told.value
FROM raw AS r
LEFT JOIN found AS f ON f.line = r.line AND f.matches = 1
CROSS JOIN LATERAL jsonb_each_text(r.told) AS told (name, value)
WHERE coalesce(r.key, f.source_id) IS NOT NULL;

-- Names that another file of the organisation has given already.
CREATE UNLOGGED TABLE taken AS
SELECT a.name, a.title
FROM own_attribute AS a
JOIN load USING (organisation_id)
WHERE a.name = ANY (load.attributes) AND a.title <> load.title;

ANALYZE parsed;
