-- Purpose: a parcel delivery, one row per Teig; shape is EWKB in hexadecimal, units is JSON.
-- line is the ordinal of the parcel, which is unique; several may stand in one line of the file.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  file_line bigint NOT NULL,
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
  units jsonb
);
