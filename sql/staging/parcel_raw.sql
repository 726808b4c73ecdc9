-- Purpose: a parcel delivery, one row per Teig; shape is EWKB in hexadecimal, units is JSON.
-- line rises in the order of the file and is unique; several parcels may stand in one line of the file.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  file_line bigint, -- null until parcel_tables_form.sql where GDAL reads the delivery
  source_id text,
  municipality_number text,
  municipality_name text,
  label text,
  shape geometry,
  area_m2 text,
  is_disputed text,
  is_unregistered_joint_land text,
  updated text,
  extracted text,
  units jsonb,
  link text -- of the tables that GDAL reads: what raw_unit.parcel refers to
);

-- The cadastral units of a parcel where they are a table of their own.
CREATE UNLOGGED TABLE raw_unit (
  line bigint NOT NULL,
  parcel text,
  source_id text,
  municipality_number text,
  gnr text,
  bnr text,
  fnr text,
  snr text,
  kind text,
  name text,
  is_point_lease text
);
