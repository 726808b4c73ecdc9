-- Purpose: the addresses of the parcels that are new or changed, where there are addresses at all.
SELECT link_parcel_addresses('{}', array_agg(t.id))
FROM verdict AS v
JOIN run ON true
JOIN parcel AS t ON t.source = run.source AND t.source_id = v.source_id
WHERE v.change IN ('added', 'changed')
  AND EXISTS (SELECT FROM address)
HAVING count(*) > 0;
