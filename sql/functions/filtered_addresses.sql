-- What of a whole selection passes filters. Called only where there are some (see chosen_addresses).
--
-- Parameters as in selected_addresses. filters: as geotarget/domain/filters.py has them, and under
-- "organisation" whose own attributes are meant: of another's nothing is seen (sql/grants).
--
-- An address passes when one of its buildings, units and values is among those named, for each filter.
-- unit_count is then the number of units that pass; NULL where no unit data is loaded.
--
-- Plan: the selection once; then by set, from the addresses to their buildings, units and values.
CREATE OR REPLACE FUNCTION filtered_addresses(
  area geometry, excluded geometry, rule text, streets text[], addresses text[], territory text[],
  filters jsonb
)
RETURNS TABLE (address_id bigint, municipality_number varchar, unit_count integer, reason text)
LANGUAGE plpgsql STABLE
SET max_parallel_workers_per_gather = 0
AS $$
DECLARE
  wanted CONSTANT jsonb := filters -> 'building_types';
  holiday_homes CONSTANT text := filters ->> 'holiday_homes';
  asks_buildings CONSTANT boolean := wanted IS NOT NULL OR holiday_homes IS NOT NULL;
  asks_units CONSTANT boolean := filters ?| ARRAY['floors', 'unit_uses'];
  attributes CONSTANT jsonb := coalesce(filters -> 'attributes', '{}');
BEGIN
  PERFORM set_config('geotarget.organisation', coalesce(filters ->> 'organisation', ''), true);
  RETURN QUERY
    WITH selected AS MATERIALIZED (
      SELECT s.*, a.source, a.source_id, a.gnr, a.bnr, a.fnr
        FROM selected_addresses(area, excluded, rule, streets, addresses, territory) s
        JOIN address a ON a.id = s.address_id
    ), built AS (
      SELECT s.address_id, array_agg(DISTINCT building_group(b.building_type)) AS groups
        FROM selected s
        JOIN building_unit l ON l.address_source_id = s.source_id
        JOIN building b ON b.id = l.building_id AND b.source = s.source
       WHERE asks_buildings
       GROUP BY s.address_id
    ), counted AS (
      SELECT s.address_id, count(*)::integer AS units
        FROM selected s CROSS JOIN LATERAL passing_units(s.source, s.source_id, filters)
       WHERE asks_units
       GROUP BY s.address_id
    ), told AS (
      SELECT s.address_id, f.key AS name, bool_or(v.value IS NOT NULL) AS is_known,
             bool_or(f.value ? v.value) AS is_meant, f.value ? '' AS unknown_is_meant
        FROM selected s
       CROSS JOIN jsonb_each(attributes) AS f
        LEFT JOIN own_attribute o ON o.name = f.key
              AND o.organisation_id = (filters ->> 'organisation')::bigint
        LEFT JOIN own_value v ON v.attribute_id = o.id
              AND v.key = CASE WHEN o.is_of_property
                               THEN property_number(s.municipality_number, s.gnr, s.bnr, s.fnr)
                               ELSE s.source_id END
       GROUP BY s.address_id, f.key, f.value
    ), refused AS (
      SELECT t.address_id FROM told t
       WHERE NOT (coalesce(t.is_meant, false) OR (t.unknown_is_meant AND NOT t.is_known))
    )
    SELECT s.address_id, s.municipality_number,
           CASE WHEN asks_units AND s.unit_count IS NOT NULL THEN coalesce(c.units, 0)
                ELSE s.unit_count END,
           s.reason
      FROM selected s
      LEFT JOIN built b ON b.address_id = s.address_id
      LEFT JOIN counted c ON c.address_id = s.address_id
     WHERE (wanted IS NULL OR EXISTS (
             SELECT FROM unnest(coalesce(b.groups, '{unknown}')) AS g WHERE wanted ? g))
       AND (holiday_homes IS NULL
            OR (holiday_homes = 'only') = ('holiday_home' = ANY (coalesce(b.groups, '{}'))))
       AND (NOT asks_units OR c.units > 0)
       AND s.address_id NOT IN (SELECT r.address_id FROM refused r);
END
$$;
