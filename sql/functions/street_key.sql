-- Purpose: a street name without what people spell differently: case, blanks, points and hyphens, and
-- the endings of gate, vei and allé in their forms and abbreviations; "v" at the end of a word is vei only with
-- its point ("Elgv.", not "Elv"). To compare, not to show.
CREATE OR REPLACE FUNCTION street_key(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT regexp_replace(regexp_replace(regexp_replace(
    regexp_replace(regexp_replace(upper(name), '(\mV\.?|V\.)$', 'VEI'), '[^[:alnum:]]', '', 'g'),
    '(GT|GATA|GATEN|GATE)$', 'GATE'),
    '(VN|VEG|VEGEN|VEI|VEIEN)$', 'VEI'),
    'ALL[EÉ](EN|N)?$', 'ALLE')
$$;
