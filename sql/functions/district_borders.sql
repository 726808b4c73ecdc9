-- The borders of districts as a map shows them: GeoJSON in EPSG:4326 with six decimals, drawn with fewer
-- corners than were delivered (none is moved by more than a thousandth of the district's width, of a property
-- none by more than 0.05 m: its parcels may lie kilometres apart).
--
-- keys: 'kind:number' (geotarget/domain/districts.py). No row for one whose border is not loaded.
CREATE OR REPLACE FUNCTION district_borders(keys text[])
RETURNS TABLE (key text, border text)
LANGUAGE sql STABLE
AS $$
  SELECT k.key, ST_AsGeoJSON(ST_Transform(ST_SimplifyPreserveTopology(
           b.border, CASE WHEN k.key LIKE 'property:%' THEN 0.05 ELSE greatest(ST_XMax(b.border) - ST_XMin(b.border),
                              ST_YMax(b.border) - ST_YMin(b.border)) / 1000 END), 4326), 6)
    FROM unnest(keys) WITH ORDINALITY AS k(key, place)
   CROSS JOIN LATERAL (
      SELECT m.border FROM municipality m
       WHERE 'municipality:' || m.number = k.key AND m.border IS NOT NULL
      UNION ALL
      SELECT d.border FROM district d
       WHERE d.number = split_part(k.key, ':', 2)
         AND d.kind = CASE split_part(k.key, ':', 1)
               WHEN 'postcode' THEN 'postcode_area' ELSE split_part(k.key, ':', 1) END
      UNION ALL
      SELECT ST_Union(p.geom)
        FROM property_parts(split_part(k.key, ':', 2)) n
       CROSS JOIN LATERAL parcels_of_property(n.municipality, n.gnr, n.bnr, n.fnr) p
       WHERE k.key LIKE 'property:%'
      HAVING count(*) > 0
   ) b
   ORDER BY k.place;
$$;
