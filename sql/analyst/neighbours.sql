-- Parcels near a parcel, for neighbour notices; joined with gis.parcel_address they give addresses.
--
-- parcel:  gis.parcel.id
-- metres:  how far away, 0 to 5000; 0 are those that touch. At most 0.05 m apart counts as touching.
--
-- Stacked parcels are neighbours. is_same_property: another parcel of the same cadastral unit. A
-- parcel without area (point lease) has no neighbours and is nobody's.
CREATE OR REPLACE FUNCTION gis.neighbours(parcel bigint, metres float8 DEFAULT 0)
RETURNS TABLE (
  parcel_id bigint, municipality_number varchar, label text, is_same_property boolean,
  distance_m float8, geom geometry
)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET max_parallel_workers_per_gather = 0
AS $$
BEGIN
  IF metres IS NULL OR NOT metres BETWEEN 0 AND 5000 THEN
    RAISE EXCEPTION 'metres must be from 0 to 5000, not %', metres
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN QUERY
    SELECT q.id, q.municipality_number, q.label,
           EXISTS (SELECT FROM public.parcel_cadastral_unit mine
                     JOIN public.parcel_cadastral_unit theirs USING (cadastral_unit_id)
                    WHERE mine.parcel_id = p.id AND theirs.parcel_id = q.id),
           ST_Distance(p.geom, q.geom), q.geom::geometry
      FROM public.parcel p
      JOIN public.parcel q ON q.id <> p.id AND ST_DWithin(p.geom, q.geom, metres + 0.05)
     WHERE p.id = parcel
     ORDER BY 5, 1;
END
$$;
COMMENT ON FUNCTION gis.neighbours IS 'Teiger som grenser til en teig eller ligger inntil så mange meter fra den';
