-- Purpose: make the indexes that set_aside_indexes has dropped; in the same transaction.
CREATE OR REPLACE FUNCTION build_indexes(definitions text[]) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
  definition text;
BEGIN
  FOREACH definition IN ARRAY definitions LOOP
    EXECUTE definition;
  END LOOP;
END
$$;
