-- What a provider reports later about one message: idempotent, in any order.
--
-- new_state: delivered | not_delivered | accepted (on its way: the provider has it)
--
-- A receipt may come before the answer to the hand-over ('sending') and settles 'unknown'. A final
-- state stays. Returns whether the reference is one of ours.
CREATE OR REPLACE FUNCTION record_receipt(ref text, new_state text, code text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  UPDATE attempt a SET state = new_state, reason_code = code
   WHERE a.reference = ref
     AND a.state IN ('sending', 'unknown', 'accepted')
     AND NOT (a.state = 'accepted' AND new_state = 'accepted');
  RETURN FOUND OR EXISTS (SELECT 1 FROM attempt a WHERE a.reference = ref);
END
$$;
