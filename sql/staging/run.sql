-- Purpose: tables that every import run has in its own schema, which search_path names first.
-- Nothing here is logged: after a crash the run is simply gone.

-- One row: what is imported. declared_area: null, '' (whole country), county or municipality number.
CREATE UNLOGGED TABLE run (
  dataset text NOT NULL,
  source text NOT NULL,
  covers_content boolean NOT NULL, -- false for a web service answer: it covers only its own rows
  declared_area text,
  source_zone text NOT NULL,       -- time zone of source times without one
  declared_epsg text,              -- what the file name says; null when it does not
  is_forced boolean NOT NULL,
  may_repeat boolean NOT NULL,     -- false: the reader has seen that no two rows here have the same key
  version_id bigint
);

-- Rows that are not published. source_id where it could be read: such a row is never removed. Null:
-- it could not, and nothing is removed (kept.sql).
CREATE UNLOGGED TABLE rejected (
  line bigint NOT NULL,
  source_id text,
  reason text NOT NULL
);

-- Each row that differs from what is published. line is null for removed rows, published_id for added ones.
CREATE UNLOGGED TABLE verdict (
  change text NOT NULL,
  line bigint,
  published_id bigint,
  source_id text NOT NULL,
  municipality_number text NOT NULL,
  label_before text,
  label_after text,
  municipality_before text, -- of changed rows
  number_before text,       -- cadastral number (property_number) of addresses that were published
  number_after text
);

-- Instead of a verdict for each: rows of municipalities of which nothing was published before.
CREATE UNLOGGED TABLE fresh (
  municipality_number text PRIMARY KEY,
  row_count bigint NOT NULL
);

-- Cadastral units whose number is another one now ('renumbered'), or that are gone ('expired').
CREATE UNLOGGED TABLE renumbered (
  change text NOT NULL,
  source_id text NOT NULL,
  municipality_number text NOT NULL,
  number_before text NOT NULL,
  number_after text
);

-- Rows that are published just so: the reader told them by their text, and nothing more is done with them
-- (known_rows.py). How many, by when they were taken out.
CREATE UNLOGGED TABLE known (
  municipality_number text NOT NULL,
  extracted text,
  row_count bigint NOT NULL
);

-- Municipalities whose published rows the reader looked for, and those of them that it did not see.
CREATE UNLOGGED TABLE looked_for (municipality_number text PRIMARY KEY);
CREATE UNLOGGED TABLE unseen (published_id bigint NOT NULL);

-- Of municipalities where that is asked for: the published rows that it saw, and where.
CREATE UNLOGGED TABLE seen (
  published_id bigint NOT NULL,
  line bigint NOT NULL
);

-- Known rows whose key another row of the delivery has as well.
CREATE UNLOGGED TABLE known_again (
  line bigint NOT NULL,
  source_id text NOT NULL,
  municipality_number text NOT NULL
);

-- Municipalities that the delivery covers completely, and when it was taken out.
CREATE UNLOGGED TABLE coverage (
  municipality_number text PRIMARY KEY,
  extracted_at timestamptz,
  rows_read bigint NOT NULL,
  is_complete boolean NOT NULL -- false: rows of it came along, others may be missing
);

-- How many rows of the data set are linked to another one, by which way (report.py says which).
CREATE UNLOGGED TABLE share (
  target text NOT NULL,
  way text NOT NULL, -- identifier, place or none
  row_count bigint NOT NULL
);
