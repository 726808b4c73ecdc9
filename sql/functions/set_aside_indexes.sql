-- Purpose: before the first load of a table, drop its indexes and return the statements that make them
-- again. Filling an empty table and then building indexes takes a third of the time of filling them row
-- by row. Returns nothing, and changes nothing, where the table has rows (readers would wait for the
-- lock) or belongs to somebody else. The primary key stays: other tables refer to it.
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
    SELECT
      i.indexrelid::regclass AS name, c.conname, pg_get_constraintdef(c.oid) AS rule,
      pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index AS i
    LEFT JOIN pg_constraint AS c ON c.conindid = i.indexrelid AND c.conrelid = wanted
    WHERE i.indrelid = wanted
      AND NOT i.indisprimary
      AND (c.contype IS NULL OR c.contype = 'u')
  LOOP
    IF found.conname IS NULL THEN
      EXECUTE format('DROP INDEX %s', found.name);
      RETURN NEXT found.definition;
    ELSE
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', wanted, found.conname);
      RETURN NEXT format('ALTER TABLE %s ADD CONSTRAINT %I %s', wanted, found.conname, found.rule);
    END IF;
  END LOOP;
END
$$;
