-- agora: loses column public.refresh_tokens.device
-- The way back from 20261121161900_session_devices, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock; destroys data
ALTER TABLE "public"."refresh_tokens" DROP COLUMN "device";
