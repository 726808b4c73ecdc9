-- A count of persons of a dispatch as far as it may be told, else NULL: the rule of
-- geotarget/domain/small_counts.py (FEWEST_SHOWN, told), as the page of the dispatch applies it.
--
-- residents: of the whole dispatch. Too few: nothing is told of persons.
CREATE OR REPLACE FUNCTION told_count(count bigint, residents bigint)
RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN residents >= 10 AND (count = 0 OR count >= 10) THEN count END;
$$;
