-- Purpose: a building delivery, one row per Bygning; shape is EWKB in hexadecimal, units is JSON.
-- line rises in the order of the file and is unique; several buildings may stand in one of its lines.
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
