-- The count of the map in SQL: calls public.units_in_area, which see for rules and tolerances.
--
-- area:     EPSG:25833, its edges straight there; at most 200,000 vertices, valid
-- rule:     address-inside | access-inside | own-parcel-overlaps | any-parcel-overlaps | building-inside
-- filters:  as on the map, {"holiday_homes": "only", "floors": ["H02"], "attributes": {"Kommunalt vann":
--           ["ja"]}} (docs/decisions/filters.md); attributes are those of the login's organisation. What
--           is none of these is an error
--
-- Its territory is the whole cadastre: what lies outside the organisation's is for the caller to see.
DROP FUNCTION IF EXISTS gis.units_in_area(geometry, text);
CREATE OR REPLACE FUNCTION gis.units_in_area(
  area geometry, rule text DEFAULT 'address-inside', filters jsonb DEFAULT NULL
)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
SET max_parallel_workers_per_gather = 0
AS $$
  SELECT * FROM public.units_in_area(public.checked_area(area, 200000), rule) WHERE filters IS NULL
  UNION ALL
  SELECT f.address_id, f.municipality_number, f.unit_count
    FROM public.filtered_addresses(
           public.checked_area(area, 200000), NULL, rule, '{}', '{}', NULL,
           public.checked_filters(
             filters, (SELECT c.organisation_id FROM public.current_analyst() c))) f
   WHERE filters IS NOT NULL;
$$;
COMMENT ON FUNCTION gis.units_in_area IS 'Adressene (gis.address.id) et område velger, med antall bruksenheter: den samme tellingen som på kartet, med filtre om de er gitt';
