CREATE INDEX CONCURRENTLY "user_defaults_module_id_idx" ON "user_defaults" ("module_id");
