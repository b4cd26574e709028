-- The way back from 20261130200000_policies_on_every_node, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
DROP POLICY "community_delete" ON "public"."users";
DROP POLICY "community_insert" ON "public"."users";
DROP POLICY "community_select" ON "public"."users";
DROP POLICY "community_update" ON "public"."users";
CREATE POLICY "community" ON "public"."users" FOR ALL TO PUBLIC USING ((community_id = (NULLIF(current_setting('agora.community_id'::text, true), ''::text))::uuid));
CREATE POLICY "empty_ledger" ON "public"."users" AS RESTRICTIVE FOR INSERT TO "agora_app" WITH CHECK (((points = 0) AND (ledger_sequence = 0)));
