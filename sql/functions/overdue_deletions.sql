-- How many dispatches still have what should be deleted by now: a key though nothing can come to its messages
-- any more, or outcomes per address past their retention. Dispatches, not persons: exact.
--
-- receipt_window: after the last message was begun; outcomes: from the beginning of the dispatch;
-- grace:          so long a deletion may be late, and still be tried, before somebody has to look
CREATE OR REPLACE FUNCTION overdue_deletions(
  receipt_window interval, outcomes interval, grace interval
)
RETURNS bigint
LANGUAGE sql STABLE
AS $$
  SELECT count(*)
    FROM dispatch d
   WHERE (d.keys_destroyed_at IS NULL
          AND d.started_at < now() - receipt_window - grace
          AND NOT EXISTS (SELECT FROM chunk c
                           WHERE c.dispatch_id = d.id AND c.state IN ('waiting', 'working'))
          AND NOT EXISTS (SELECT FROM attempt a
                           WHERE a.dispatch_id = d.id
                             AND a.sending_at >= now() - receipt_window - grace))
      OR (d.outcomes_deleted_at IS NULL
          AND NOT EXISTS (SELECT FROM chunk c
                           WHERE c.dispatch_id = d.id AND c.state IN ('waiting', 'working'))
          AND ((d.starts_at < now() - outcomes - grace AND d.deadline_at < now() - grace)
               OR (d.audience <> '{}' AND d.keys_destroyed_at < now() - grace)));
$$;
