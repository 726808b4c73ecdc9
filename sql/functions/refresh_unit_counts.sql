-- Purpose: store how many units each address of some municipalities has.
-- Parameters: source of the keys, municipality numbers. Null where no unit data covers a municipality.
CREATE OR REPLACE FUNCTION refresh_unit_counts(key_source text, numbers text[]) RETURNS bigint
LANGUAGE sql
AS $$
  WITH counted AS (
    SELECT a.id, CASE WHEN c.dataset IS NOT NULL THEN coalesce(u.units, 0) END AS units
    FROM address AS a
    LEFT JOIN dataset_coverage AS c
      ON c.dataset = 'unit' AND c.source = key_source
      AND c.municipality_number = a.municipality_number
    LEFT JOIN (
      SELECT address_source_id, count(*)::integer AS units
      FROM unit
      WHERE source = key_source AND municipality_number = ANY (numbers)
      GROUP BY address_source_id
    ) AS u ON u.address_source_id = a.source_id
    WHERE a.source = key_source AND a.municipality_number = ANY (numbers)
  ), stored AS (
    UPDATE address AS a
    SET unit_count = counted.units
    FROM counted
    WHERE a.id = counted.id AND a.unit_count IS DISTINCT FROM counted.units
    RETURNING 1
  )
  SELECT count(*) FROM stored
$$;
