-- Addresses for the words searched for: by cadastral number where it looks like one, else by name.
--
-- query, territory, max_rows: see find_streets. in_postcode, in_town: see addresses_named. longitude,
-- latitude: EPSG:4326 degrees.
-- cadastral_number: where it was searched for by one, else NULL.
DROP FUNCTION IF EXISTS find_addresses(text, text[], integer);
CREATE OR REPLACE FUNCTION find_addresses(
  query text, territory text[], max_rows integer, in_postcode text DEFAULT '', in_town text DEFAULT ''
)
RETURNS TABLE (
  source_id text, label text, postcode varchar, post_town text, municipality_number varchar,
  municipality_name text, unit_count integer, in_territory boolean, longitude float8,
  latitude float8, found bigint, cadastral_number text
)
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  words CONSTANT text := upper(trim(query));
  is_number CONSTANT boolean := words ~ '^([0-9]{4}-)?[0-9]{1,6}/';
BEGIN
  RETURN QUERY
    WITH hit AS (
      SELECT * FROM addresses_numbered(words, territory, max_rows) WHERE is_number
      UNION ALL
      SELECT * FROM addresses_named(words, territory, max_rows, in_postcode, upper(in_town))
       WHERE NOT is_number
    )
    SELECT a.source_id, a.label, a.postcode, a.post_town, a.municipality_number,
           coalesce(m.name, a.municipality_number), a.unit_count,
           a.municipality_number = ANY (territory),
           ST_X(ST_Transform(a.geom, 4326)), ST_Y(ST_Transform(a.geom, 4326)), hit.found,
           CASE WHEN is_number
             THEN property_number(a.municipality_number, a.gnr, a.bnr, a.fnr)
                  || coalesce('-' || a.undernumber, '') END
      FROM hit
      JOIN address a ON a.id = hit.address_id
      LEFT JOIN municipality m ON m.number = a.municipality_number
     ORDER BY hit.place, a.id;
END
$$;
