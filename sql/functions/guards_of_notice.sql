-- What the sender of a notice should know of earlier ones to the same addresses. Counts of addresses only.
--
-- same_today: included addresses that the same text goes to, or went to, today (Norwegian day), and the
--             dispatch of it; texts are the same when they differ in space and capitals only
-- often:      included addresses with at least `many` dispatches within 30 days
-- A dispatch that was undone, or stopped before it came to anybody, does not count.
CREATE OR REPLACE FUNCTION guards_of_notice(notice bigint, many integer)
RETURNS TABLE (same_today bigint, same_dispatch bigint, often bigint)
LANGUAGE sql STABLE
AS $$
  WITH this AS MATERIALIZED (
    SELECT n.organisation_id, n.address_list_id,
           lower(regexp_replace(n.sms_text, '\s+', '', 'g')) AS sms,
           lower(regexp_replace(n.email_text, '\s+', '', 'g')) AS email
      FROM notice n WHERE n.id = guards_of_notice.notice
  ), earlier AS MATERIALIZED (
    SELECT d.id, d.address_list_id, t.address_list_id AS list_id,
           (d.starts_at AT TIME ZONE 'Europe/Oslo')::date = (now() AT TIME ZONE 'Europe/Oslo')::date
           AND ((t.sms <> '' AND lower(regexp_replace(d.sms_text, '\s+', '', 'g')) = t.sms)
                OR lower(regexp_replace(d.email_text, '\s+', '', 'g')) = t.email) AS is_same
      FROM this t JOIN dispatch d ON d.organisation_id = t.organisation_id
     WHERE d.starts_at > now() - interval '30 days'
       AND (d.stopped_at IS NULL
            OR EXISTS (SELECT FROM chunk c WHERE c.dispatch_id = d.id AND c.state = 'done'))
  ), met AS (
    SELECT l.id, count(*) AS times, max(e.id) FILTER (WHERE e.is_same) AS same
      FROM earlier e
      JOIN listed_address o ON o.address_list_id = e.address_list_id AND o.included
      JOIN listed_address l ON l.address_list_id = e.list_id AND l.included
       AND l.source = o.source AND l.source_id = o.source_id
     GROUP BY l.id
  )
  SELECT count(*) FILTER (WHERE m.same IS NOT NULL), max(m.same), count(*) FILTER (WHERE m.times >= many)
    FROM met m;
$$;
