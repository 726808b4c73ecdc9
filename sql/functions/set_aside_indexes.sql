-- Purpose: before the first load of a table, drop its indexes and return the statements that make them
-- again, in their order. Filling an empty table and then building indexes takes a third of the time of
-- filling them row by row. Returns nothing, and changes nothing, where the table has rows (readers would
-- wait for the lock), where this transaction has deleted some (their references are still to be checked), or
-- where it, or a table that refers to it, belongs to somebody else.
-- The empty table is truncated as well.
-- A key that other tables refer to goes with their reference: while this table is empty, so are they.
CREATE OR REPLACE FUNCTION set_aside_indexes(wanted regclass) RETURNS SETOF text
LANGUAGE plpgsql
AS $$
DECLARE
  has_rows boolean;
  found record;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %s)', wanted) INTO has_rows;
  IF has_rows OR pg_stat_get_xact_tuples_deleted(wanted) > 0 OR NOT (
    SELECT bool_and(pg_has_role(relowner, 'USAGE'))
    FROM pg_class
    WHERE oid = wanted
      OR oid IN (SELECT conrelid FROM pg_constraint WHERE confrelid = wanted AND contype = 'f')
  ) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT pg_get_indexdef(i.indexrelid)
    FROM pg_index AS i
    WHERE i.indrelid = wanted
      AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = i.indexrelid);
  RETURN QUERY
    SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s',
      c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
    FROM pg_constraint AS c
    WHERE (c.conrelid = wanted AND c.contype IN ('p', 'u'))
      OR (c.confrelid = wanted AND c.contype = 'f')
    ORDER BY c.contype = 'f';
  FOR found IN
    SELECT conrelid::regclass AS owner, conname
    FROM pg_constraint
    WHERE (conrelid = wanted AND contype IN ('p', 'u')) OR (confrelid = wanted AND contype = 'f')
    ORDER BY contype <> 'f'
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.owner, found.conname);
  END LOOP;
  FOR found IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indrelid = wanted LOOP
    EXECUTE format('DROP INDEX %s', found.name);
  END LOOP;
  -- What is new in its transaction needs no log where wal_level is minimal.
  EXECUTE format('TRUNCATE %s', wanted);
END
$$;
