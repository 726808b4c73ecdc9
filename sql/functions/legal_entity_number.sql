-- The organisation number that is told of what happens at a place of business: that of the legal entity it belongs
-- to, which several places share; its own where none is named.
CREATE OR REPLACE FUNCTION legal_entity_number(place business) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$
  SELECT coalesce(nullif(place.parent_number, ''), place.source_id)
$$;
