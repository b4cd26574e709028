-- A row belongs to the client that the transaction has set: SET LOCAL planning.client_id = '...'. Without it none is seen.
-- nullif: the setting is '' rather than NULL once a transaction that set it has ended.
-- FORCE: the owner of the tables is bound as well. Only planning_admin sees all.

ALTER TABLE "planning"."client_accounts" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."client_accounts" FORCE ROW LEVEL SECURITY;
CREATE POLICY "client" ON "planning"."client_accounts" USING ("id" = nullif(current_setting('planning.client_id', true), '')::uuid);
CREATE POLICY "all_clients" ON "planning"."client_accounts" TO "planning_admin" USING (true);

ALTER TABLE "planning"."users" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."users" FORCE ROW LEVEL SECURITY;
CREATE POLICY "client" ON "planning"."users" USING ("client_id" = nullif(current_setting('planning.client_id', true), '')::uuid);
CREATE POLICY "all_clients" ON "planning"."users" TO "planning_admin" USING (true);

ALTER TABLE "planning"."engagements" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."engagements" FORCE ROW LEVEL SECURITY;
CREATE POLICY "client" ON "planning"."engagements" USING ("client_id" = nullif(current_setting('planning.client_id', true), '')::uuid);
CREATE POLICY "all_clients" ON "planning"."engagements" TO "planning_admin" USING (true);

ALTER TABLE "planning"."master_flows" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."master_flows" FORCE ROW LEVEL SECURITY;
CREATE POLICY "client" ON "planning"."master_flows" USING ("client_id" = nullif(current_setting('planning.client_id', true), '')::uuid);
CREATE POLICY "all_clients" ON "planning"."master_flows" TO "planning_admin" USING (true);

ALTER TABLE "planning"."discovery_flows" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."discovery_flows" FORCE ROW LEVEL SECURITY;
CREATE POLICY "client" ON "planning"."discovery_flows" USING ("client_id" = nullif(current_setting('planning.client_id', true), '')::uuid);
CREATE POLICY "all_clients" ON "planning"."discovery_flows" TO "planning_admin" USING (true);

ALTER TABLE "planning"."data_imports" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."data_imports" FORCE ROW LEVEL SECURITY;
CREATE POLICY "client" ON "planning"."data_imports" USING ("client_id" = nullif(current_setting('planning.client_id', true), '')::uuid);
CREATE POLICY "all_clients" ON "planning"."data_imports" TO "planning_admin" USING (true);

ALTER TABLE "planning"."field_mappings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."field_mappings" FORCE ROW LEVEL SECURITY;
CREATE POLICY "client" ON "planning"."field_mappings" USING ("client_id" = nullif(current_setting('planning.client_id', true), '')::uuid);
CREATE POLICY "all_clients" ON "planning"."field_mappings" TO "planning_admin" USING (true);

ALTER TABLE "planning"."assets" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."assets" FORCE ROW LEVEL SECURITY;
CREATE POLICY "client" ON "planning"."assets" USING ("client_id" = nullif(current_setting('planning.client_id', true), '')::uuid);
CREATE POLICY "all_clients" ON "planning"."assets" TO "planning_admin" USING (true);
