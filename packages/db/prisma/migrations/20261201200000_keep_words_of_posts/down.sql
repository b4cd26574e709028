-- The way back from 20261201200000_keep_words_of_posts. Words of short posts stay until their text is written again.

CREATE OR REPLACE FUNCTION "public"."agora_keep_words"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."words" := CASE WHEN octet_length(NEW."body") > 2000 THEN public.agora_search_post(NEW."title", NEW."body") END;
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER "posts_keep_words" BEFORE INSERT OR UPDATE OF "title", "body", "words" ON "public"."posts" FOR EACH ROW
  WHEN (NEW."words" IS NOT NULL OR octet_length(NEW."body") > 2000)
  EXECUTE FUNCTION "public"."agora_keep_words"();
