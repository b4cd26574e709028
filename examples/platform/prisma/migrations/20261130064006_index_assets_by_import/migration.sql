CREATE INDEX CONCURRENTLY "assets_client_id_data_import_id_idx" ON "planning"."assets" ("client_id", "data_import_id");
