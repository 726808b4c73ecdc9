-- Units, parcels and buildings of the invented country (country.py), whose addresses are imported:
-- 3.5 million units (one address in twelve has five, the others one), 3 million parcels that share
-- their edges (one around each address, and some that nobody lives on) and a building per address.
-- References are not checked row by row: this is run as superuser.
SET session_replication_role = replica;
SET synchronous_commit = off;
SET work_mem = '256MB';
SET max_parallel_workers_per_gather = 0;
TRUNCATE unit, parcel, cadastral_unit, parcel_cadastral_unit, parcel_address, building, building_unit;

INSERT INTO unit (source, source_id, address_source_id, municipality_number, unit_number, row_hash)
SELECT a.source, a.source_id || '-' || n, a.source_id, a.municipality_number,
       CASE WHEN a.id % 12 = 0 THEN 'H0' || n || '01' ELSE '' END, '\x00'
  FROM address a, generate_series(1, CASE WHEN a.id % 12 = 0 THEN 5 ELSE 1 END) AS n;
INSERT INTO dataset_coverage (dataset, municipality_number, extracted_at, row_count, version_id)
SELECT d, c.municipality_number, c.extracted_at, 0, c.version_id
  FROM dataset_coverage c, unnest(ARRAY['unit', 'parcel', 'building']) d
 WHERE c.dataset = 'address'
ON CONFLICT DO NOTHING;
ANALYZE unit;
SELECT refresh_unit_counts('matrikkel', array_agg(municipality_number::text))
  FROM dataset_coverage WHERE dataset = 'unit';

-- Around each address what is nearest to it, within the square of 60 km of its municipality.
SELECT set_config('bench.indexes', coalesce(json_agg(s), '[]')::text, false) <> ''
  FROM set_aside_indexes('parcel') s;
INSERT INTO parcel (source, source_id, municipality_number, label, geom, is_disputed,
                    is_unregistered_joint_land, row_hash)
SELECT 'matrikkel', row_number() OVER (), p.municipality_number,
       row_number() OVER () % 300 || '/' || row_number() OVER () % 999, p.geom, false, false, '\x00'
  FROM (
    SELECT v.municipality_number, ST_Multi(ST_ClipByBox2D(v.geom, ST_Expand(ST_Point(
             -50000 + (v.municipality_number::integer - 1001) / 20 % 18 * 60000,
             6480000 + (v.municipality_number::integer - 1001) / 20 / 18 * 60000, 25833), 30000))) AS geom
      FROM (
        SELECT s.municipality_number, (ST_Dump(ST_VoronoiPolygons(ST_Collect(s.geom)))).geom
          FROM (
            SELECT municipality_number, geom FROM address
            UNION
            SELECT municipality_number, ST_Translate(geom, 15 + id % 30, 10 + id % 23)
              FROM address WHERE id % 6 = 0
          ) s
         GROUP BY s.municipality_number
      ) v
     ORDER BY v.geom
  ) p
 WHERE NOT ST_IsEmpty(p.geom);
SELECT build_indexes(ARRAY(SELECT json_array_elements_text(current_setting('bench.indexes')::json)));
ANALYZE parcel;

INSERT INTO cadastral_unit (source, source_id, municipality_number, gnr, bnr, fnr, snr, kind, name,
                            is_point_lease)
SELECT source, source_id, municipality_number, gnr, bnr, 0, 0, '', '', false FROM address;
ANALYZE cadastral_unit;
SET enable_mergejoin = off;
SET enable_hashjoin = off;
INSERT INTO parcel_cadastral_unit (parcel_id, cadastral_unit_id)
SELECT p.id, u.id FROM address a JOIN parcel p ON ST_Intersects(p.geom, a.geom)
  JOIN cadastral_unit u ON u.source = a.source AND u.source_id = a.source_id;
RESET enable_mergejoin;
RESET enable_hashjoin;
ANALYZE parcel_cadastral_unit;
SELECT sum(link_parcel_addresses('{}', parcels))
  FROM (SELECT array_agg(id) AS parcels FROM parcel GROUP BY id / 50000) p;

INSERT INTO building (source, source_id, building_number, municipality_number, building_type, status,
                      geom, row_hash)
SELECT source, source_id, source_id, municipality_number, '111', 'TB', ST_Translate(geom, 2, 3), '\x00'
  FROM address;
INSERT INTO building_unit (unit_source_id, address_source_id, cadastral_unit_source_id, use, building_id)
SELECT u.source_id, u.address_source_id, '', 'bolig', b.id
  FROM building b JOIN unit u ON u.source = b.source AND u.address_source_id = b.source_id;
VACUUM ANALYZE address, unit, parcel, parcel_address, building, building_unit;
