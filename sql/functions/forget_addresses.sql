-- forget_addresses
-- At the end of the retention: delete at which addresses of a dispatch a message was accepted, and
-- in which small area those residents live who are few there.
--
-- few: areas with fewer residents than this lose their counts (domain.small_counts.FEWEST_SHOWN).
--      They were never shown, so the result per small area reads as before.
CREATE OR REPLACE FUNCTION forget_addresses(dispatch bigint, few integer)
RETURNS void
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  DELETE FROM address_message m WHERE m.dispatch_id = dispatch;
  UPDATE recipient r SET small_area = ''
   WHERE r.dispatch_id = dispatch
     AND r.small_area IN (SELECT s.small_area FROM recipient s
                           WHERE s.dispatch_id = dispatch GROUP BY 1 HAVING count(*) < few);
END
$$;
