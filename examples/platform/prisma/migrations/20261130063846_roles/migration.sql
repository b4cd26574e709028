-- Neither can log in; grant them to the logins of your installation.
--   planning_app    the application: sees the rows of one client
--   planning_admin  migrations: sees the rows of all, by a policy
-- Roles belong to the whole server: they may be there already, and the way back leaves them.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'planning_app') THEN
    CREATE ROLE "planning_app" NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'planning_admin') THEN
    CREATE ROLE "planning_admin" NOLOGIN;
  END IF;
  -- Whoever migrates; not granted again, since only an administrator of the role may.
  IF NOT pg_has_role(current_user, 'planning_admin', 'USAGE') THEN
    GRANT "planning_admin" TO CURRENT_USER;
  END IF;
END;
$$;

GRANT USAGE ON SCHEMA "planning" TO "planning_app", "planning_admin";
GRANT SELECT ON "planning"."client_accounts" TO "planning_app";
GRANT SELECT, INSERT, UPDATE, DELETE ON
  "planning"."users", "planning"."engagements", "planning"."master_flows", "planning"."discovery_flows",
  "planning"."data_imports", "planning"."field_mappings", "planning"."assets"
  TO "planning_app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "planning" TO "planning_admin";
