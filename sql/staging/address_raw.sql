-- Purpose: the rows of an address delivery, one per line: raw as text, plain as COPY could type them
-- (plain_rows.py says which). A digest is of all that is published: of plain rows as delivered
-- (line_digests.py), of others as text here, then of their values (address_check.sql). Rows with the
-- same digest are the same; other digests say nothing.
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
  urban_area text,
  urban_area_name text,
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
    census_tract, urban_area, urban_area_name, updated, access_north, access_east, summer_north, summer_east, winter_north,
    winter_east
  ), 1)) STORED
);

-- Coordinates are in EPSG:25833, metres; the point is null outside Norway.
CREATE UNLOGGED TABLE plain (
  line bigint NOT NULL,
  source_id text NOT NULL,
  municipality_number text NOT NULL,
  municipality_name text,
  kind text NOT NULL,
  extra_name text NOT NULL DEFAULT '',
  street_code text NOT NULL DEFAULT '',
  street_name text NOT NULL DEFAULT '',
  number integer,
  letter text NOT NULL DEFAULT '',
  gnr integer,
  bnr integer,
  fnr integer,
  undernumber integer,
  label text NOT NULL,
  postcode text NOT NULL DEFAULT '',
  post_town text NOT NULL DEFAULT '',
  census_tract text NOT NULL DEFAULT '',
  urban_area text NOT NULL DEFAULT '',
  urban_area_name text NOT NULL DEFAULT '',
  north double precision,
  east double precision,
  access_north double precision,
  access_east double precision,
  summer_north double precision,
  summer_east double precision,
  winter_north double precision,
  winter_east double precision,
  updated timestamptz,
  extracted text,
  geom geometry(Point, 25833) GENERATED ALWAYS AS (
    CASE WHEN north BETWEEN 6400000 AND 9000000 AND east BETWEEN -200000 AND 1300000
      THEN ST_SetSRID(ST_MakePoint(east, north), 25833) END
  ) STORED,
  access_points geometry(MultiPoint, 25833) GENERATED ALWAYS AS (
    CASE WHEN coalesce(access_north, summer_north, winter_north) IS NOT NULL
      THEN ST_SetSRID(ST_Multi(ST_Collect(ARRAY[
        ST_MakePoint(access_east, access_north),
        ST_MakePoint(summer_east, summer_north),
        ST_MakePoint(winter_east, winter_north)
      ])), 25833) END
  ) STORED,
  digest bigint NOT NULL
);
