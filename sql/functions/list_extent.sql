-- The box around the included addresses of a list and the area it was made from, EPSG:25833, metres.
CREATE OR REPLACE FUNCTION list_extent(list_id bigint)
RETURNS TABLE (
  west double precision, south double precision, east double precision, north double precision
)
LANGUAGE sql STABLE
AS $$
  WITH around AS (
    SELECT ST_Extent(l.point)::geometry AS box FROM listed_address l
     WHERE l.address_list_id = list_id AND l.included
    UNION ALL
    SELECT ST_Envelope(a.geom) FROM address_list a WHERE a.id = list_id
  )
  SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b) FROM (SELECT ST_Extent(box) AS b FROM around) AS all_of_it;
$$;
