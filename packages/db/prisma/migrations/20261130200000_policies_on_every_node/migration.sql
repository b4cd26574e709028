-- No policy is RESTRICTIVE: Citus makes a permissive one of it on shards, and this one let in users of other communities there.

-- One policy a command instead, so that the condition on new users stands in the policy that lets them in.
CREATE POLICY community_select ON "users" FOR SELECT
  USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);
-- A new user starts with an empty ledger.
CREATE POLICY community_insert ON "users" FOR INSERT
  WITH CHECK ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid
    AND "points" = 0 AND "ledger_sequence" = 0);
CREATE POLICY community_update ON "users" FOR UPDATE
  USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);
CREATE POLICY community_delete ON "users" FOR DELETE
  USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);

-- Last, for as long as they stand nothing is let in that they refuse.
DROP POLICY "community" ON "users";
DROP POLICY empty_ledger ON "users";
