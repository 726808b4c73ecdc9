-- Whether a list includes an address with this reason (geotarget/domain/rules.py).
CREATE OR REPLACE FUNCTION is_included(reason text)
RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$
  SELECT reason NOT IN ('taken_out', 'outside_territory')
$$;
