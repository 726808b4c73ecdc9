-- Parcels near a parcel; joined with gis.parcel_address they give addresses. The neighbours of the map:
-- public.parcel_neighbours says what each kind means.
--
-- parcel:       gis.parcel.id
-- metres:       how far away, 0 to 5000; 0 are those that adjoin
-- across_road:  those across the road too, however far
--
-- Stacked parcels are neighbours. is_same_property: another parcel of the same cadastral unit. A
-- parcel without area (point lease) has no neighbours and is nobody's.
DROP FUNCTION IF EXISTS gis.neighbours(bigint, float8);
CREATE OR REPLACE FUNCTION gis.neighbours(
  parcel bigint, metres float8 DEFAULT 0, across_road boolean DEFAULT false
)
RETURNS TABLE (
  parcel_id bigint, municipality_number varchar, label text, is_same_property boolean,
  distance_m float8, geom geometry, how text
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
    SELECT q.id, q.municipality_number, q.label, n.is_same_property, n.distance_m,
           q.geom::geometry, n.how
      FROM public.parcel_neighbours(ARRAY[parcel], metres) n
      JOIN public.parcel q ON q.id = n.parcel_id
     WHERE n.how = 'adjoining' OR n.distance_m <= metres + 0.05
        OR (across_road AND n.how = 'across_road')
     ORDER BY n.distance_m, q.id;
END
$$;
COMMENT ON FUNCTION gis.neighbours IS 'Teiger som grenser til en teig eller ligger inntil så mange meter fra den, om ønsket også de over veien: de samme naboene som på kartet';
