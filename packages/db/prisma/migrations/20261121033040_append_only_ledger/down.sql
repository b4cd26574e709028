-- The way back from 20261121033040_append_only_ledger, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
DROP TRIGGER "point_transactions_append_only" ON "public"."point_transactions";
DROP TRIGGER "point_transactions_no_truncate" ON "public"."point_transactions";

DROP FUNCTION "public"."agora_post_points"(uuid, uuid, uuid, integer, public.point_reason, text, public.point_source, uuid);
DROP FUNCTION "public"."agora_refuse_ledger_change"();
