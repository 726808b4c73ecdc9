-- Purpose: carry out what set_aside_indexes has returned, in the same transaction: references last.
CREATE OR REPLACE FUNCTION build_indexes(definitions text[]) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  definition text;
BEGIN
  FOR definition IN
    SELECT d FROM unnest(definitions) AS d ORDER BY strpos(d, ' FOREIGN KEY ') > 0
  LOOP
    EXECUTE definition;
  END LOOP;
END
$$;
