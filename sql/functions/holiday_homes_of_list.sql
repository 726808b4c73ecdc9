-- Holiday homes (building types 161 to 163) at the included addresses of a list, by the cadastre of today.
--
-- list_id: the list.
--
-- buildings: each counts once, however many of the addresses it has. addresses: those with such a building.
CREATE OR REPLACE FUNCTION holiday_homes_of_list(list_id bigint)
RETURNS TABLE (buildings bigint, addresses bigint)
LANGUAGE sql STABLE
AS $$
  SELECT count(DISTINCT b.id), count(DISTINCT l.id)
    FROM listed_address l
    JOIN building_unit u ON u.address_source_id = l.source_id
    JOIN building b ON b.id = u.building_id AND b.source = l.source
   WHERE l.address_list_id = list_id AND l.included
     AND building_group(b.building_type) = 'holiday_home';
$$;
