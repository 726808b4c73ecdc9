-- Purpose: the places of business of Enhetsregisteret as text, one row each; lines is a JSON array.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  source_id text,
  parent_number text,
  industry_code text,
  country text,
  municipality_number text,
  postcode text,
  lines text,
  closed text
);
