-- Purpose: tables of one load of an organisation's own file. told: JSON, the row's attributes by name.
-- key: a property ("9901-12/3/1") or an adresseId; null where the row names an address by its text.
CREATE UNLOGGED TABLE raw (
  line bigint NOT NULL,
  key text,
  municipality_number text,
  street_name text,
  number integer,
  letter text,
  postcode text,
  told jsonb NOT NULL
);

-- One row: whose file it is.
CREATE UNLOGGED TABLE load (
  organisation_id bigint NOT NULL,
  user_id bigint NOT NULL,
  title text NOT NULL,
  is_of_property boolean NOT NULL,
  attributes text[] NOT NULL
);

-- Rows that cannot be read, and rows whose place the cadastre does not know.
CREATE UNLOGGED TABLE rejected (line bigint NOT NULL, key text, reason text NOT NULL);
CREATE UNLOGGED TABLE unmatched (line bigint NOT NULL, reason text NOT NULL);
