-- The organisation and the member that the current login works for. No row for a login that is no
-- analyst's, or whose person is no member any more: such a login sees the open cadastre only.
--
-- By session_user: the owner of this function, whose rights it has, is the current user inside it.
CREATE OR REPLACE FUNCTION current_analyst()
RETURNS TABLE (organisation_id bigint, user_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
  SELECT l.organisation_id, l.user_id FROM analyst_login l
    JOIN membership m ON m.user_id = l.user_id AND m.organisation_id = l.organisation_id
    JOIN staff_user u ON u.id = l.user_id AND u.is_active
   WHERE l.login = session_user;
$$;
