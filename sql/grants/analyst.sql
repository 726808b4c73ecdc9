-- What analysts may do, once there are any (`geotarget analyst add` makes the roles and runs this as
-- an administrator; every migrate runs it again as the owner of the tables).
--
-- <database>_gis_open reads the open cadastre, <database>_gis the own organisation's things too. Nothing
-- else is writable than gis.area. Roles are of the whole cluster: that is why the database is in the name.
DO $$
DECLARE
  everybody name := current_database() || '_gis_open';
  analysts name := current_database() || '_gis';
  owner name := (SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 'address');
  role name;
  routine regprocedure;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = analysts) THEN
    RETURN;
  END IF;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), everybody);
  EXECUTE format('GRANT USAGE ON SCHEMA gis TO %I', everybody);
  EXECUTE format(
    'GRANT SELECT ON gis.address, gis.address_access, gis.unit, gis.building, gis.parcel, gis.property,
     gis.parcel_address, gis.municipality, gis.district TO %I', everybody);
  REVOKE ALL ON ALL FUNCTIONS IN SCHEMA gis FROM PUBLIC;
  EXECUTE format(
    'GRANT EXECUTE ON FUNCTION gis.units_in_area, gis.neighbours, gis.address_tile, gis.parcel_tile,
     gis.municipality_tile TO %I', everybody);
  EXECUTE format(
    'GRANT SELECT ON gis.area, gis.address_list, gis.listed_address, gis.notice TO %I', analysts);
  EXECUTE format('GRANT INSERT ON gis.area TO %I', analysts);
  EXECUTE format('GRANT EXECUTE ON FUNCTION gis.save_area TO %I', analysts);

  -- What only an administrator may change; for the owner of the tables it stays as it is.
  BEGIN
    -- No temporary tables, which temp_file_limit does not count, and no large objects.
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea)
      FROM PUBLIC;
    -- Repairing a shape can take minutes that no time limit ends. The import repairs published borders.
    FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN (owner, 'geotarget_import') LOOP
      EXECUTE format(
        'GRANT EXECUTE ON FUNCTION ST_MakeValid(geometry), ST_MakeValid(geometry, text) TO %I', role);
    END LOOP;
    REVOKE EXECUTE ON FUNCTION ST_MakeValid(geometry), ST_MakeValid(geometry, text) FROM PUBLIC;
    -- Who may take locks by number could hold imports up; they are those of imports alone.
    FOR routine IN
      SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ 'advisory_(xact_)?lock'
    LOOP
      FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN (owner, 'geotarget_import') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', routine, role);
      END LOOP;
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', routine);
    END LOOP;
    -- These tell extents and shares of any table from its statistics and indexes, whosesoever rows.
    FOR routine IN
      SELECT oid FROM pg_proc
       WHERE proname IN ('st_estimatedextent', '_postgis_stats', '_postgis_selectivity',
                         '_postgis_join_selectivity', '_postgis_index_extent')
    LOOP
      EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', routine);
    END LOOP;
  EXCEPTION WHEN insufficient_privilege THEN
    NULL;
  END;
END
$$;
