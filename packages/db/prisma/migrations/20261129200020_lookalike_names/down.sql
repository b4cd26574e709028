-- The way back from 20261129200020_lookalike_names, generated from the catalog before and after it.

DROP INDEX CONCURRENTLY "public"."users_lookalike_idx";
