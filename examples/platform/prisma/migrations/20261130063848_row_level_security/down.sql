-- The way back from 20261130063848_row_level_security, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
DROP POLICY "all_clients" ON "planning"."assets";
DROP POLICY "client" ON "planning"."assets";
DROP POLICY "all_clients" ON "planning"."client_accounts";
DROP POLICY "client" ON "planning"."client_accounts";
DROP POLICY "all_clients" ON "planning"."data_imports";
DROP POLICY "client" ON "planning"."data_imports";
DROP POLICY "all_clients" ON "planning"."discovery_flows";
DROP POLICY "client" ON "planning"."discovery_flows";
DROP POLICY "all_clients" ON "planning"."engagements";
DROP POLICY "client" ON "planning"."engagements";
DROP POLICY "all_clients" ON "planning"."field_mappings";
DROP POLICY "client" ON "planning"."field_mappings";
DROP POLICY "all_clients" ON "planning"."master_flows";
DROP POLICY "client" ON "planning"."master_flows";
DROP POLICY "all_clients" ON "planning"."users";
DROP POLICY "client" ON "planning"."users";
ALTER TABLE "planning"."assets" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "planning"."assets" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."client_accounts" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "planning"."client_accounts" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."data_imports" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "planning"."data_imports" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."discovery_flows" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "planning"."discovery_flows" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."engagements" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "planning"."engagements" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."field_mappings" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "planning"."field_mappings" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."master_flows" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "planning"."master_flows" DISABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."users" NO FORCE ROW LEVEL SECURITY;
ALTER TABLE "planning"."users" DISABLE ROW LEVEL SECURITY;
