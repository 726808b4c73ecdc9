-- What has become of the single addresses that a person added to a selection or took out of it, in the
-- order given. Parameters as in chosen_addresses.
--
-- reason: that of chosen_addresses, so 'inside' where an added address is selected anyway. An address that
-- is not in the cadastre has no row. longitude, latitude: EPSG:4326 degrees.
CREATE OR REPLACE FUNCTION selected_adjustments(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb, adjustments jsonb
)
RETURNS TABLE (
  source_id text, label text, act text, reason text, longitude float8, latitude float8
)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH adjusted AS MATERIALIZED (
    SELECT c.address_id, c.reason
      FROM chosen_addresses(
             area, excluded, rule, streets, addresses, territory, filters, adjustments) c
     WHERE c.adjustment <> ''
  )
  SELECT a.source_id, a.label, j.adjustment ->> 'act', s.reason,
         ST_X(ST_Transform(a.geom, 4326)), ST_Y(ST_Transform(a.geom, 4326))
    FROM adjusted s
    JOIN address a ON a.id = s.address_id
    JOIN jsonb_array_elements(adjustments) WITH ORDINALITY AS j (adjustment, place)
      ON j.adjustment ->> 'address' = a.source_id
   ORDER BY j.place;
$$;
