-- Purpose: how a table of the deliverer writes that something is so or not, in the words of the GML. What is
-- neither stays as it is, for the check to reject.
CREATE OR REPLACE FUNCTION word_of_truth(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE
    WHEN lower(value) IN ('true', 't', '1', 'ja') THEN 'true'
    WHEN lower(value) IN ('false', 'f', '0', 'nei') THEN 'false'
    ELSE value
  END
$$;
