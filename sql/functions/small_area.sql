-- small_area
-- The small area that an address counts to in results: its census tract (grunnkrets), else its
-- postcode, else its municipality. As 'census_tract:99010101', 'postcode:9910', 'municipality:9901'.
CREATE OR REPLACE FUNCTION small_area(census_tract text, postcode text, municipality_number text)
RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
  SELECT CASE WHEN census_tract <> '' THEN 'census_tract:' || census_tract
              WHEN postcode <> '' THEN 'postcode:' || postcode
              ELSE 'municipality:' || municipality_number END;
$$;
