-- Whether an address with this reason is on a list, or only told of as left out (geotarget/domain/rules.py).
CREATE OR REPLACE FUNCTION is_included(reason text)
RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$
  SELECT reason NOT IN ('taken_out', 'removed', 'removed_unselected', 'outside_territory');
$$;
