CREATE INDEX CONCURRENTLY "field_mappings_client_id_approved_by_idx" ON "planning"."field_mappings" ("client_id", "approved_by");
