-- Purpose: a delivery of districts, one row per feature; shape is EWKB in hexadecimal.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  file_line bigint, -- null where a feature is told by its ordinal
  number text,
  name text,
  municipality_number text,
  shape geometry,
  extracted text
);
