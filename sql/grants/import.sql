-- What the importer may do where it runs under a role of its own: staging schemas, the cadastre's
-- tables, and nothing of anybody's notices. Skipped where the role does not exist.
-- A role that does not own the tables builds no indexes anew: its first load is slower.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'geotarget_import') THEN
    RETURN;
  END IF;
  EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO geotarget_import', current_database());
  GRANT USAGE ON SCHEMA public TO geotarget_import;
  GRANT SELECT, INSERT, UPDATE, DELETE ON address, address_name, unit, parcel, cadastral_unit,
    parcel_cadastral_unit, parcel_address, address_standing, building, building_unit, business, municipality,
    district, postcode, urban_area, dataset_coverage TO geotarget_import;
  GRANT SELECT, INSERT, UPDATE ON dataset_version, cadastre_download TO geotarget_import;
  GRANT SELECT, INSERT ON cadastre_change TO geotarget_import;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO geotarget_import;
END
$$;
