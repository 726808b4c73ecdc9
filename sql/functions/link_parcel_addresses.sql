-- Purpose: build the links between parcels and addresses anew for some of them.
-- Parameters: ids of the addresses and of the parcels that are new or changed.
-- stands_on: the point lies on the parcel, its edge included. same_property: the parcel belongs to a
-- cadastral unit with the address's municipality number, gnr, bnr and fnr (none and 0 are alike);
-- the section number does not count, so sections are found through their parcel.
-- Plan: both joins start at the touched rows; the spatial one runs on parcel_geom or address_geom.
CREATE OR REPLACE FUNCTION link_parcel_addresses(addresses bigint[], parcels bigint[]) RETURNS bigint
LANGUAGE sql
AS $$
  DELETE FROM parcel_address
  WHERE address_id = ANY (addresses) OR parcel_id = ANY (parcels);

  WITH touched_address AS MATERIALIZED (
    SELECT a.id, a.geom, a.municipality_number, a.gnr, a.bnr, a.fnr
    FROM unnest(addresses) AS t (id) JOIN address AS a USING (id)
  ), touched_parcel AS MATERIALIZED (
    SELECT p.id, p.geom FROM unnest(parcels) AS t (id) JOIN parcel AS p USING (id)
  ), standing AS (
    SELECT p.id AS parcel_id, a.id AS address_id
    FROM touched_address AS a JOIN parcel AS p ON ST_Intersects(p.geom, a.geom)
    UNION
    SELECT p.id, a.id
    FROM touched_parcel AS p JOIN address AS a ON ST_Intersects(p.geom, a.geom)
  ), belonging AS (
    SELECT pu.parcel_id, a.id AS address_id
    FROM touched_address AS a
    JOIN cadastral_unit AS u ON u.municipality_number = a.municipality_number
      AND u.gnr = a.gnr AND u.bnr = a.bnr AND u.fnr = coalesce(a.fnr, 0)
    JOIN parcel_cadastral_unit AS pu ON pu.cadastral_unit_id = u.id
    UNION
    SELECT pu.parcel_id, a.id
    FROM touched_parcel AS p
    JOIN parcel_cadastral_unit AS pu ON pu.parcel_id = p.id
    JOIN cadastral_unit AS u ON u.id = pu.cadastral_unit_id
    JOIN address AS a ON a.municipality_number = u.municipality_number
      AND a.gnr = u.gnr AND a.bnr = u.bnr AND coalesce(a.fnr, 0) = u.fnr
  ), linked AS (
    INSERT INTO parcel_address (parcel_id, address_id, stands_on, same_property)
    SELECT parcel_id, address_id, bool_or(stands), bool_or(belongs)
    FROM (
      SELECT parcel_id, address_id, true AS stands, false AS belongs FROM standing
      UNION ALL
      SELECT parcel_id, address_id, false, true FROM belonging
    ) AS either
    GROUP BY parcel_id, address_id
    RETURNING 1
  )
  SELECT count(*) FROM linked
$$;
