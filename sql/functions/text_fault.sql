-- Purpose: what keeps a delivered text from being published; null where nothing does. Parameters: the text,
-- how many characters it may have, what the deliverer calls it. Line separators and marks that turn the
-- direction of writing (U+2028 to U+202E, U+2066 to U+2069) make a page show another text than is there; plain
-- ASCII, which most texts are, is not looked through for them.
CREATE OR REPLACE FUNCTION text_fault(value text, longest integer, name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN length(value) > longest THEN name || ' has more than ' || longest || ' characters'
    WHEN octet_length(value) > length(value) AND value ~ '[\u2028-\u202e\u2066-\u2069]'
      THEN name || ' has a control character'
  END
$$;
