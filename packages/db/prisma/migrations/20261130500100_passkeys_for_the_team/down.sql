-- agora: loses column public.refresh_tokens.by_passkey
-- The way back from 20261130500100_passkeys_for_the_team. Sessions stay; their beginning is not known any longer.

DROP FUNCTION "public"."agora_lacks_second_factor"(uuid, uuid, uuid);

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."refresh_tokens" DROP COLUMN "by_passkey";
