CREATE INDEX CONCURRENTLY "assets_client_id_migration_status_idx" ON "planning"."assets" ("client_id", "migration_status");
