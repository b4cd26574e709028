-- The way back from 20261130063846_roles, generated from the catalog before and after it.
-- The role planning_admin stays: the migration makes it only where it is missing, so it may be older.
-- The role planning_app stays: the migration makes it only where it is missing, so it may be older.

REVOKE ALL ON SCHEMA "planning" FROM "planning_admin";
REVOKE ALL ON SCHEMA "planning" FROM "planning_app";
REVOKE ALL ON TABLE "planning"."assets" FROM "planning_admin";
REVOKE ALL ON TABLE "planning"."assets" FROM "planning_app";
REVOKE ALL ON TABLE "planning"."client_accounts" FROM "planning_admin";
REVOKE ALL ON TABLE "planning"."client_accounts" FROM "planning_app";
REVOKE ALL ON TABLE "planning"."data_imports" FROM "planning_admin";
REVOKE ALL ON TABLE "planning"."data_imports" FROM "planning_app";
REVOKE ALL ON TABLE "planning"."discovery_flows" FROM "planning_admin";
REVOKE ALL ON TABLE "planning"."discovery_flows" FROM "planning_app";
REVOKE ALL ON TABLE "planning"."engagements" FROM "planning_admin";
REVOKE ALL ON TABLE "planning"."engagements" FROM "planning_app";
REVOKE ALL ON TABLE "planning"."field_mappings" FROM "planning_admin";
REVOKE ALL ON TABLE "planning"."field_mappings" FROM "planning_app";
REVOKE ALL ON TABLE "planning"."master_flows" FROM "planning_admin";
REVOKE ALL ON TABLE "planning"."master_flows" FROM "planning_app";
REVOKE ALL ON TABLE "planning"."users" FROM "planning_admin";
REVOKE ALL ON TABLE "planning"."users" FROM "planning_app";
