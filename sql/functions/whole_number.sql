-- Purpose: text to integer; null where it is not one to nine digits. Never raises.
CREATE OR REPLACE FUNCTION whole_number(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN value ~ '^[0-9]{1,9}$' THEN value::integer END
$$;
