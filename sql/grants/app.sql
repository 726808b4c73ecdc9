-- What the web and the workers may do. Least privilege: the cadastre is read only, what is frozen,
-- approved or logged cannot be changed. Skipped where the roles do not exist (a single-role server).
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'geotarget_app') THEN
    RETURN;
  END IF;
  GRANT USAGE ON SCHEMA public TO geotarget_app;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO geotarget_app;
  REVOKE ALL ON ALL TABLES IN SCHEMA public FROM geotarget_app;
  GRANT SELECT ON ALL TABLES IN SCHEMA public TO geotarget_app;

  -- Staff, sessions and settings of an organisation.
  GRANT INSERT, UPDATE, DELETE ON staff_user, staff_user_groups, staff_user_user_permissions,
    membership, django_session TO geotarget_app;
  GRANT INSERT, DELETE ON sign_in_attempt TO geotarget_app;
  GRANT INSERT ON api_token TO geotarget_app;
  GRANT UPDATE (revoked_at, last_used_on, counted_minute, requests_in_minute)
    ON api_token TO geotarget_app;
  GRANT INSERT, UPDATE ON organisation, territory_municipality TO geotarget_app;
  GRANT INSERT, DELETE ON organisation_logo TO geotarget_app;

  -- Work in progress.
  GRANT INSERT, UPDATE, DELETE ON area, notice, notice_authors, notice_reach TO geotarget_app;

  GRANT INSERT, UPDATE, DELETE ON adjustment_note, sending_hours, sending_limit TO geotarget_app;
  GRANT INSERT, DELETE ON vulnerable_place, frozen_once TO geotarget_app;

  -- Written once.
  GRANT INSERT ON audit_entry, address_list, listed_address, approval TO geotarget_app;

  -- The delivery.
  -- What is sent is a copy: only its deletions, its review, and how people hold it up are written again.
  GRANT INSERT ON dispatch TO geotarget_app;
  GRANT UPDATE (wrapped_key, keys_destroyed_at, outcomes_deleted_at, reviewed_by_id, reviewed_at,
                waves_opened, wave_opened_at, paused_at, stopped_at)
    ON dispatch TO geotarget_app;
  GRANT INSERT, UPDATE ON chunk TO geotarget_app;
  GRANT INSERT, UPDATE, DELETE ON attempt, recipient TO geotarget_app;
  GRANT INSERT, DELETE ON address_message TO geotarget_app;
  GRANT INSERT, UPDATE, DELETE ON opt_out TO geotarget_app;
  GRANT INSERT, UPDATE ON access_token TO geotarget_app;
END
$$;
