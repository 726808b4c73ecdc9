-- Let the next wave go of every dispatch of which it is due: its minutes after the one before, and only
-- while sending is allowed. Of waves that nobody opened in time one goes at a time.
-- Returns how many dispatches go on. Running it twice does no harm.
CREATE OR REPLACE FUNCTION open_waves()
RETURNS bigint
LANGUAGE sql VOLATILE
AS $$
  WITH due AS (
    SELECT d.id FROM dispatch d
     WHERE d.waves_opened < d.wave_count AND sending_is_allowed(d)
       AND (d.wave_opened_at IS NULL
            OR d.wave_opened_at + make_interval(mins => d.wave_minutes) <= now())
       FOR UPDATE SKIP LOCKED
  ), opened AS (
    UPDATE dispatch d SET waves_opened = d.waves_opened + 1, wave_opened_at = now()
     WHERE d.id IN (SELECT due.id FROM due)
    RETURNING d.id
  )
  SELECT count(*) FROM opened;
$$;
