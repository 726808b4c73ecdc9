-- The floor of a unit number: letter and floor of "H0201", else what stands before its blank ("st tv").
-- '' where the number is empty: a unit that has a house to itself.
CREATE OR REPLACE FUNCTION unit_floor(unit_number text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN unit_number ~ '^[HULK][0-9]{4}$' THEN left(unit_number, 3)
              ELSE split_part(unit_number, ' ', 1) END
$$;
