-- Which municipalities may an old municipality number be today? Several after a split.
--
-- number: four digits. Follows every change in the order of the dates, since a number may be used
-- again. A number that never changed gives no row, nor one that nobody ever had.
CREATE OR REPLACE FUNCTION municipality_candidates(number text)
RETURNS TABLE (candidate text)
LANGUAGE sql IMMUTABLE
AS $$
  WITH RECURSIVE step (number, since) AS (
    SELECT municipality_candidates.number, '-infinity'::date
    UNION
    SELECT c.new_number, c.since
    FROM step AS s
    JOIN municipality_changes() AS c ON c.old_number = s.number AND c.since > s.since
  )
  SELECT DISTINCT s.number
  FROM step AS s
  WHERE s.since > '-infinity'
    AND NOT EXISTS (
      SELECT FROM municipality_changes() AS c WHERE c.old_number = s.number AND c.since > s.since
    )
  ORDER BY 1
$$;
