-- Whether a parcel has the shape of a road: at most 30 m wide on average and long for its width.
--
-- shape: EPSG:25833. The mean width is twice the area over the outline, which holds for branching and
-- bent roads too, and for those around blocks. A rectangle six times as long as wide is just long enough.
CREATE OR REPLACE FUNCTION is_like_a_road(shape geometry)
RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$
  SELECT 2 * ST_Area(shape) <= 30 * ST_Perimeter(shape)
     AND ST_Perimeter(shape) ^ 2 >= 32 * ST_Area(shape)
     AND ST_Area(shape) > 0
$$;
