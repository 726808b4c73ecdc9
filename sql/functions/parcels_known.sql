-- Keys of parcels by their source ids (teigId as text), of every source.
--
-- Plan: the few sources that there are let the unique index of parcels find them.
CREATE OR REPLACE FUNCTION parcels_known(source_ids text[])
RETURNS bigint[]
LANGUAGE sql STABLE
AS $$
  WITH RECURSIVE known (source) AS (
    SELECT min(p.source) FROM parcel p
    UNION ALL
    SELECT (SELECT min(p.source) FROM parcel p WHERE p.source > known.source) FROM known
     WHERE known.source IS NOT NULL
  )
  SELECT coalesce(array_agg(p.id), '{}')
    FROM unnest(source_ids) AS wanted (id)
   CROSS JOIN known
    JOIN parcel p ON p.source = known.source AND p.source_id = wanted.id;
$$;
