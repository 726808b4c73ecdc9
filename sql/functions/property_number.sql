-- A cadastral number as people write it: "9901-12/3" or "9901-12/3/1". NULL where gnr or bnr is
-- missing. Without section: a section is found through its ground.
CREATE OR REPLACE FUNCTION property_number(municipality text, gnr integer, bnr integer, fnr integer)
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
  SELECT municipality || '-' || gnr || '/' || bnr || coalesce('/' || nullif(fnr, 0), '')
$$;
