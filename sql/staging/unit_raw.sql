-- Purpose: the columns of a unit delivery as text, one row per line.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  source_id text,
  address_source_id text,
  municipality_number text,
  municipality_name text,
  kind text,
  street_code text,
  number text,
  letter text,
  gnr text,
  bnr text,
  fnr text,
  snr text,
  undernumber text,
  unit_number text,
  extracted text
);
