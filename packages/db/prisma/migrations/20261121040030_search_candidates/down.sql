-- The way back from 20261121040030_search_candidates, generated from the catalog before and after it.

DROP FUNCTION "public"."agora_search_posts"(tsquery, integer, real, uuid);
