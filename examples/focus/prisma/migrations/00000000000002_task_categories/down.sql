-- agora: loses table public.task_categories
-- The way back from 00000000000002_task_categories, generated from the catalog before and after it.

-- ACCESS EXCLUSIVE lock
ALTER TABLE "public"."task_categories" DROP CONSTRAINT "task_categories_module_id_fkey";

-- ACCESS EXCLUSIVE lock; destroys data
DROP TABLE "public"."task_categories";
