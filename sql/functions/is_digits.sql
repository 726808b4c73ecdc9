-- Purpose: whether a text is so many ASCII digits and nothing else.
CREATE OR REPLACE FUNCTION is_digits(value text, fewest integer, most integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT length(value) BETWEEN fewest AND most AND translate(value, '0123456789', '') = ''
$$;
