-- Purpose: nothing is lost to a row that cannot be read. Runs after every compare.
-- A rejected row without a key may be any of the published rows that seem to be missing, and its
-- municipality is as unsure as its key: none of them is removed, and the report counts them.
-- Where they are more than such rows can be, the delivery is refused (guards.py).
UPDATE rejected
SET source_id = NULL
WHERE NOT is_digits(source_id, 1, 18)
  AND source_id !~ '^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$'; -- a UUID is a key as well

CREATE UNLOGGED TABLE kept AS
SELECT published_id, municipality_number
FROM verdict
WHERE change = 'removed'
  AND EXISTS (SELECT FROM rejected WHERE source_id IS NULL);

DELETE FROM verdict
WHERE change = 'removed'
  AND EXISTS (SELECT FROM kept);
