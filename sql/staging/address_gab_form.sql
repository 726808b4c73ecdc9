-- Purpose: the form of 2018 ("GAB") in the words of today's. Systems have the codes of SOSI, an absent
-- leasehold or sub-number is 0, codes have lost their leading zeros, and there is no adresseTekst: it
-- is put together as the deliverer does, "Moen, Storgata 4B" or "33/1144/5-2".
UPDATE raw
SET epsg = CASE epsg
      WHEN '22' THEN '25832' WHEN '23' THEN '25833' WHEN '25' THEN '25835' WHEN '84' THEN '4258'
      ELSE epsg
    END,
    fnr = nullif(fnr, '0'),
    undernumber = nullif(undernumber, '0'),
    postcode = lpad(postcode, greatest(4, length(postcode)), '0'),
    census_tract = municipality_number || lpad(census_tract, greatest(4, length(census_tract)), '0'),
    urban_area = lpad(urban_area, greatest(4, length(urban_area)), '0'),
    label = coalesce(extra_name || ', ', '') || CASE
      WHEN lower(kind) = 'vegadresse' THEN street_name || ' ' || number || coalesce(letter, '')
      ELSE gnr || '/' || bnr || coalesce('/' || nullif(fnr, '0'), '')
        || coalesce('-' || nullif(undernumber, '0'), '')
    END;
