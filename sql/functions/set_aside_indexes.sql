-- Purpose: before the first load of a table, drop its plain indexes and return how to make them again.
-- Filling an empty table and then building indexes takes a third of the time of filling them row by
-- row. Returns nothing, and changes nothing, where the table has rows (readers would wait for the
-- lock) or belongs to somebody else. Constraints keep their indexes.
CREATE OR REPLACE FUNCTION set_aside_indexes(wanted regclass) RETURNS SETOF text
LANGUAGE plpgsql
AS $$
DECLARE
  has_rows boolean;
  found record;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %s)', wanted) INTO has_rows;
  IF has_rows OR NOT (
    SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = wanted
  ) THEN
    RETURN;
  END IF;
  FOR found IN
    SELECT i.indexrelid::regclass AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index AS i
    WHERE i.indrelid = wanted
      AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid)
  LOOP
    EXECUTE format('DROP INDEX %s', found.name);
    RETURN NEXT found.definition;
  END LOOP;
END
$$;
