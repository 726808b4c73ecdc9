-- Parcels that a person may mean, by a place or by a cadastral number: one row a property and parcel.
--
-- longitude, latitude:  EPSG:4326; NULL where number is given
-- number:               "12/3", "12/3/1" or "9901-12/3"; NULL where a place is given
-- territory:            where a number without municipality is looked for
--
-- number: of the property, without section; '' for a parcel that no property is known of. A property
-- without outline (punktfeste) has the parcel that its address stands on, with is_ground = true; where
-- there is none, parcel is NULL.
CREATE OR REPLACE FUNCTION parcels_to_choose(
  longitude float8, latitude float8, number text, territory text[]
)
RETURNS TABLE (property text, parcel text, area_m2 float8, is_disputed boolean, is_ground boolean)
LANGUAGE sql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
  WITH asked AS (
    SELECT regexp_match(number, '^(?:([0-9]{4})-)?([0-9]{1,5})/([0-9]{1,5})(?:/([0-9]{1,5}))?$') AS parts
  ), there AS MATERIALIZED (
    SELECT p.id FROM parcel p
     WHERE number IS NULL
       AND ST_Intersects(p.geom, ST_Transform(ST_SetSRID(ST_MakePoint(longitude, latitude), 4326), 25833))
  ), unit AS MATERIALIZED (
    SELECT u.id, u.municipality_number, u.gnr, u.bnr, u.fnr
      FROM asked a
     CROSS JOIN LATERAL unnest(
       CASE WHEN a.parts[1] IS NULL THEN territory ELSE a.parts[1:1] END) AS m (number)
      JOIN cadastral_unit u ON u.municipality_number = m.number AND u.gnr = a.parts[2]::integer
       AND u.bnr = a.parts[3]::integer AND u.fnr = coalesce(a.parts[4], '0')::integer
    UNION
    SELECT u.id, u.municipality_number, u.gnr, u.bnr, u.fnr
      FROM there t
      JOIN parcel_cadastral_unit l ON l.parcel_id = t.id
      JOIN cadastral_unit u ON u.id = l.cadastral_unit_id
  ), outlined AS (
    SELECT DISTINCT u.municipality_number, u.gnr, u.bnr, u.fnr, p.id
      FROM unit u
      JOIN parcel_cadastral_unit l ON l.cadastral_unit_id = u.id
      JOIN parcel p ON p.id = l.parcel_id AND NOT ST_IsEmpty(p.geom)
  ), chosen AS (
    SELECT o.*, false AS is_ground FROM outlined o
    UNION
    SELECT u.municipality_number, u.gnr, u.bnr, u.fnr, l.parcel_id, true
      FROM unit u
      LEFT JOIN address a ON a.municipality_number = u.municipality_number AND a.gnr = u.gnr
       AND a.bnr = u.bnr AND coalesce(a.fnr, 0) = u.fnr
      LEFT JOIN parcel_address l ON l.address_id = a.id AND l.stands_on
     WHERE NOT EXISTS (
       SELECT FROM outlined o
        WHERE (o.municipality_number, o.gnr, o.bnr, o.fnr)
            = (u.municipality_number, u.gnr, u.bnr, u.fnr))
  )
  SELECT property_number(c.municipality_number, c.gnr, c.bnr, c.fnr), p.source_id, p.area_m2,
         coalesce(p.is_disputed, false), c.is_ground
    FROM chosen c LEFT JOIN parcel p ON p.id = c.id
   UNION ALL
  SELECT '', p.source_id, p.area_m2, p.is_disputed, false
    FROM there t JOIN parcel p ON p.id = t.id
   WHERE NOT EXISTS (SELECT FROM parcel_cadastral_unit l WHERE l.parcel_id = t.id)
   ORDER BY 1, 2;
$$;
