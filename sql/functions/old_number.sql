-- What became of a cadastral number that nothing has today? No row where it is in use, or where
-- nothing is known of it.
--
-- words: as typed, in capitals: "0427-12/3", also its beginning.
-- fate:  'followed' (today: what its addresses have now), 'gone' (it was published and is no more),
--        'municipality' (number and today: the old municipality number, and the municipalities that its municipality may be now; the rest of the number
--        is taken as it was, which a merger may have changed)
CREATE OR REPLACE FUNCTION old_number(words text)
RETURNS TABLE (fate text, number text, today text[])
LANGUAGE plpgsql STABLE
AS $$
DECLARE
  parts CONSTANT text[] := regexp_match(
    words, '^([0-9]{4})-([0-9]{1,6})/(?:([0-9]{1,6})(?:/([0-9]{1,6}))?)?[0-9/-]*$');
BEGIN
  number := property_number(parts[1], parts[2]::integer, parts[3]::integer, parts[4]::integer);
  IF parts IS NULL OR EXISTS (
    SELECT FROM address a
     WHERE a.municipality_number = parts[1] AND a.gnr = parts[2]::integer
       AND (parts[3] IS NULL OR a.bnr = parts[3]::integer)
       AND (parts[4] IS NULL OR coalesce(a.fnr, 0) = parts[4]::integer)
  ) THEN
    RETURN;
  END IF;
  today := ARRAY(
    SELECT DISTINCT property_number(a.municipality_number, a.gnr, a.bnr, a.fnr)
      FROM addresses_followed(number) f JOIN address a ON a.id = f.address_id ORDER BY 1);
  IF today <> '{}' THEN
    fate := 'followed';
    RETURN NEXT;
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM cadastre_change h WHERE h.number_before = old_number.number) THEN
    fate := 'gone';
    RETURN NEXT;
    RETURN;
  END IF;
  IF NOT EXISTS (SELECT FROM address a WHERE a.municipality_number = parts[1]) THEN
    today := ARRAY(SELECT candidate FROM municipality_candidates(parts[1]));
    IF today <> '{}' THEN
      fate := 'municipality';
      number := parts[1];
      RETURN NEXT;
    END IF;
  END IF;
END
$$;
