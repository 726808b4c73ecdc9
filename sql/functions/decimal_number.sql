-- Purpose: text with a decimal point to a number; null where it is not one. Never raises.
CREATE OR REPLACE FUNCTION decimal_number(value text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN value ~ '^-?[0-9]{1,9}(\.[0-9]{1,12})?$' THEN value::double precision END
$$;
