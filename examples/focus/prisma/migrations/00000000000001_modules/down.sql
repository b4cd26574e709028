-- agora: loses table public.modules
-- The way back from 00000000000001_modules, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."modules";
