-- SHA-256 (hex) over the rows of an address list in the order of their source and source_id.
--
-- Covers identifiers, label, point (centimetres, EPSG:25833), units, included, reason and what a
-- person gave as the reason of an adjustment: whoever
-- holds the exported list can recompute it, and any change of a row shows.
--
-- Plan: rows are put in order by their keys, before their long lines are made; memory for those of 100,000.
CREATE OR REPLACE FUNCTION address_list_checksum(list_id bigint)
RETURNS text
LANGUAGE sql STABLE
SET work_mem = '128MB'
AS $$
  SELECT encode(sha256(convert_to(coalesce(string_agg(r.line, E'\n'), ''), 'UTF8')), 'hex')
    FROM (
      SELECT concat_ws('|', l.source, l.source_id, l.label, l.municipality_number,
                       round(ST_X(l.point)::numeric, 2), round(ST_Y(l.point)::numeric, 2),
                       coalesce(array_to_string(l.units, ','), '?'), l.included, l.reason,
                       nullif(l.adjustment, '')) AS line
        FROM listed_address l
       WHERE l.address_list_id = list_id
       ORDER BY l.source, l.source_id
    ) r;
$$;
