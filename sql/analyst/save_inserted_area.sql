-- QGIS and ogr2ogr save features by inserting into a layer. What they insert into gis.area goes through
-- gis.save_area: nothing is decided here.
CREATE OR REPLACE FUNCTION gis.save_inserted_area()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.rule := coalesce(NEW.rule, 'address-inside');
  NEW.id := gis.save_area(NEW.name, NEW.geom, NEW.rule);
  -- What RETURNING shows is what was stored.
  SELECT * INTO NEW FROM gis.area WHERE id = NEW.id;
  RETURN NEW;
END
$$;
COMMENT ON FUNCTION gis.save_inserted_area IS 'Kalles når en rad settes inn i gis.area';

CREATE OR REPLACE TRIGGER save_inserted_area INSTEAD OF INSERT ON gis.area
  FOR EACH ROW EXECUTE FUNCTION gis.save_inserted_area();
