-- Keeps address_standing: which addresses stand on a parcel, a bit for each, in blocks of 1,024 ids.
--
-- Bit id & 1023 of the block id >> 10. A count asks it of every address of a town (addresses_on_parcels).
--
-- Plan: once a statement, whoever changes parcel_address (rows are made and deleted, never updated). The
-- triggers fire for loads that switch triggers off too, and find what was there before them.
CREATE OR REPLACE FUNCTION note_standing() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO address_standing AS s (block, bits)
    SELECT c.address_id >> 10, bit_or(set_bit(B'0'::bit(1024), (c.address_id & 1023)::integer, 1))
      FROM changed c
     WHERE c.stands_on
     GROUP BY 1
    ON CONFLICT (block) DO UPDATE SET bits = s.bits | excluded.bits;
  ELSIF TG_OP = 'DELETE' THEN
    UPDATE address_standing s
       SET bits = s.bits & ~g.bits
      FROM (
        SELECT c.address_id >> 10 AS block,
               bit_or(set_bit(B'0'::bit(1024), (c.address_id & 1023)::integer, 1)) AS bits
          FROM changed c
         WHERE c.stands_on
           AND NOT EXISTS (
             SELECT FROM parcel_address l WHERE l.address_id = c.address_id AND l.stands_on)
         GROUP BY 1
      ) g
     WHERE s.block = g.block;
  ELSE
    DELETE FROM address_standing;
  END IF;
  RETURN NULL;
END
$$;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'parcel_address'::regclass AND tgname = 'standing_made') THEN
    RETURN;
  END IF;
  CREATE TRIGGER standing_made AFTER INSERT ON parcel_address
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_standing();
  CREATE TRIGGER standing_deleted AFTER DELETE ON parcel_address
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_standing();
  CREATE TRIGGER standing_emptied AFTER TRUNCATE ON parcel_address
    FOR EACH STATEMENT EXECUTE FUNCTION note_standing();
  ALTER TABLE parcel_address
    ENABLE ALWAYS TRIGGER standing_made,
    ENABLE ALWAYS TRIGGER standing_deleted,
    ENABLE ALWAYS TRIGGER standing_emptied;
  INSERT INTO address_standing (block, bits)
  SELECT address_id >> 10, bit_or(set_bit(B'0'::bit(1024), (address_id & 1023)::integer, 1))
    FROM parcel_address
   WHERE stands_on
   GROUP BY 1;
END
$$;
