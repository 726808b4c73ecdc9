-- Note that an API token is used on a day, and count the request: how many it has made in this minute.
--
-- token: id of the api_token; on_day: today in Norway
--
-- One statement on the token's own row, so that all processes share one count.
CREATE OR REPLACE FUNCTION count_api_request(token bigint, on_day date) RETURNS integer
LANGUAGE sql
AS $$
  UPDATE api_token
     SET last_used_on = on_day,
         counted_minute = date_trunc('minute', now()),
         requests_in_minute = CASE WHEN counted_minute = date_trunc('minute', now())
                                   THEN requests_in_minute + 1 ELSE 1 END
   WHERE id = token
  RETURNING requests_in_minute;
$$;
