-- Purpose: a border delivery, one row per municipality; shape is EWKB in hexadecimal.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  number text,
  name text,
  shape geometry,
  extracted text
);
