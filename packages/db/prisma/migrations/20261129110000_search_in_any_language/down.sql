-- The way back from 20261129110000_search_in_any_language.

DROP FUNCTION "public"."agora_search"(text, integer, double precision, uuid);
DROP FUNCTION "public"."agora_search_query"(text, boolean);
DROP FUNCTION "public"."agora_search_term"(text, boolean, boolean);
DROP FUNCTION "public"."agora_search_comment"(text);
DROP FUNCTION "public"."agora_search_post"(text, text);
DROP FUNCTION "public"."agora_search_words"(text);
DROP FUNCTION "public"."agora_search_fold"(text);
