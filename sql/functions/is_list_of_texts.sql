-- Whether a JSON value is a list of texts and nothing else.
CREATE OR REPLACE FUNCTION is_list_of_texts(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT jsonb_typeof(value) = 'array'
     AND NOT jsonb_path_exists(value, 'strict $[*] ? (@.type() != "string")')
$$;
