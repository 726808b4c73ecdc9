-- Purpose: a border delivery, one row per municipality; shape is EWKB in hexadecimal.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  file_line bigint, -- null where a feature is told by its ordinal
  number text,
  name text,
  shape geometry,
  extracted text
);
