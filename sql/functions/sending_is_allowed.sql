-- Whether messages of a dispatch may be handed over at this moment: its time has come, nobody has paused
-- or stopped it, and by the clock in Norway it is within its allowed hours.
-- domain/sending_time.py says the same of other moments.
CREATE OR REPLACE FUNCTION sending_is_allowed(d dispatch)
RETURNS boolean
LANGUAGE sql STABLE
AS $$
  SELECT d.stopped_at IS NULL AND d.paused_at IS NULL AND d.starts_at <= now()
     AND (d.opens_minute IS NULL
          OR extract(hour FROM now() AT TIME ZONE 'Europe/Oslo') * 60
             + extract(minute FROM now() AT TIME ZONE 'Europe/Oslo')
             BETWEEN d.opens_minute AND d.closes_minute - 1);
$$;
