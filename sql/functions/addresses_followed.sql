-- The published addresses that once had a cadastral number, or whose property had it.
--
-- old: as property_number writes it. Followed by adresseId and matrikkelenhetId, which a renumbering
-- keeps, through the changes that were recorded since the first import.
CREATE OR REPLACE FUNCTION addresses_followed(old text)
RETURNS TABLE (address_id bigint)
LANGUAGE sql STABLE
AS $$
  SELECT a.id
  FROM cadastre_change AS h
  JOIN dataset_version AS v ON v.id = h.version_id AND v.dataset = 'address'
  JOIN address AS a ON a.source = 'matrikkel' AND a.source_id = h.source_id
  WHERE h.number_before = old
  UNION
  SELECT a.id
  FROM cadastre_change AS h
  JOIN cadastral_unit AS u ON u.source = 'matrikkel' AND u.source_id = h.source_id
  JOIN address AS a ON a.municipality_number = u.municipality_number
    AND a.gnr = u.gnr AND a.bnr = u.bnr AND coalesce(a.fnr, 0) = u.fnr
  WHERE h.number_before = old AND h.change = 'renumbered'
$$;
