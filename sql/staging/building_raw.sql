-- Purpose: a building delivery, one row per Bygning; shape is EWKB in hexadecimal, units is JSON.
-- line is the ordinal of the building, which is unique; several may stand in one line of the file.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  file_line bigint NOT NULL,
  source_id text,
  building_number text,
  municipality_number text,
  municipality_name text,
  building_type text,
  status text,
  shape geometry,
  updated text,
  extracted text,
  units jsonb
);
