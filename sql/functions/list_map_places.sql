-- Where the addresses of a list lie, as a map shows them: one place per cell of a grid, and where the
-- name of each street stands.
--
-- list_id: the list. cell_m: width of a cell in metres; addresses closer than that are one mark.
--
-- kind: 'included', 'left_out', 'added' or 'removed' by a person (a place, with how many addresses), 'street' (its middle, with its name
-- and how many included addresses). label: the house number where one address stands alone, or the
-- street. x, y: EPSG:25833, metres.
CREATE OR REPLACE FUNCTION list_map_places(list_id bigint, cell_m double precision)
RETURNS TABLE (kind text, x double precision, y double precision, addresses bigint, label text)
LANGUAGE sql STABLE
AS $$
  SELECT l.mark, avg(ST_X(l.point)), avg(ST_Y(l.point)),
         count(*), CASE WHEN count(*) = 1 THEN min(coalesce(l.number || l.letter, l.label)) END
    FROM (SELECT a.*, CASE WHEN a.reason = 'added' THEN 'added'
                           WHEN a.reason IN ('removed', 'removed_unselected') THEN 'removed'
                           WHEN a.included THEN 'included' ELSE 'left_out' END AS mark
            FROM listed_address a WHERE a.address_list_id = list_id) l
   GROUP BY l.mark, floor(ST_X(l.point) / cell_m), floor(ST_Y(l.point) / cell_m)
  UNION ALL
  SELECT 'street', avg(ST_X(l.point)), avg(ST_Y(l.point)), count(*), l.street_name
    FROM listed_address l
   WHERE l.address_list_id = list_id AND l.included AND l.street_name <> ''
   GROUP BY l.municipality_number, l.street_code, l.street_name;
$$;
