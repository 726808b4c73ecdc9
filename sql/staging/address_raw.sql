-- Purpose: the columns of an address delivery as text, one row per line. The digest is of all that is
-- published; it tells rows that are as they were without reading them anew. Its second argument is the
-- version of the reading in address_check.sql: raise it when the same text comes to mean something else.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  source_id text,
  local_id text,
  municipality_number text,
  municipality_name text,
  kind text,
  extra_name text,
  street_code text,
  street_name text,
  number text,
  letter text,
  gnr text,
  bnr text,
  fnr text,
  undernumber text,
  label text,
  epsg text,
  north text,
  east text,
  postcode text,
  post_town text,
  census_tract text,
  updated text,
  extracted text,
  access_north text,
  access_east text,
  summer_north text,
  summer_east text,
  winter_north text,
  winter_east text,
  digest bigint GENERATED ALWAYS AS (hash_record_extended(ROW(
    coalesce(source_id, local_id), municipality_number, kind, extra_name, street_code, street_name,
    number, letter, gnr, bnr, fnr, undernumber, label, epsg, north, east, postcode, post_town,
    census_tract, updated, access_north, access_east, summer_north, summer_east, winter_north,
    winter_east
  ), 1)) STORED
);
