-- A cadastral number as property_number writes it, taken apart; fnr 0 where nothing is leased. No row for what is
-- none.
CREATE OR REPLACE FUNCTION property_parts(number text)
RETURNS TABLE (municipality text, gnr integer, bnr integer, fnr integer)
LANGUAGE sql IMMUTABLE ROWS 1
AS $$
  SELECT n[1], n[2]::integer, n[3]::integer, coalesce(n[4], '0')::integer
    FROM regexp_match($1, '^([0-9]{4})-([0-9]{1,5})/([0-9]{1,5})(?:/([0-9]{1,5}))?$') AS n
   WHERE n IS NOT NULL
$$;
