-- Purpose: the middle of a municipality to hold a delivery against: of its border, else of its published
-- addresses. These may be what is wrong, and a forced import does not ask them. EPSG:25833, metres.
CREATE OR REPLACE FUNCTION trusted_middle(wanted text, is_forced boolean) RETURNS geometry
LANGUAGE sql STABLE
AS $$
  SELECT CASE
    WHEN NOT is_forced OR EXISTS (
      SELECT FROM municipality WHERE number = wanted AND border IS NOT NULL
    ) THEN published_middle(wanted)
  END
$$;
