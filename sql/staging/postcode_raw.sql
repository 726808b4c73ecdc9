-- Purpose: the postal register as text, one row per postcode.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  number text,
  post_town text,
  municipality_number text,
  municipality_name text,
  category text
);
