-- What an organisation says of addresses is its own. Whatever the application asks for, it gets the rows
-- of the organisation that the transaction is for (geotarget.organisation), and none without it.
-- The owner of the tables, who loads the files, sees all.
ALTER TABLE own_attribute ENABLE ROW LEVEL SECURITY;
ALTER TABLE own_value ENABLE ROW LEVEL SECURITY;
ALTER TABLE own_attribute_version ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS own_organisation ON own_attribute;
CREATE POLICY own_organisation ON own_attribute FOR SELECT
  USING (organisation_id = nullif(current_setting('geotarget.organisation', true), '')::bigint);
DROP POLICY IF EXISTS own_organisation ON own_value;
CREATE POLICY own_organisation ON own_value FOR SELECT
  USING (organisation_id = nullif(current_setting('geotarget.organisation', true), '')::bigint);
DROP POLICY IF EXISTS own_organisation ON own_attribute_version;
CREATE POLICY own_organisation ON own_attribute_version FOR SELECT
  USING (organisation_id = nullif(current_setting('geotarget.organisation', true), '')::bigint);
