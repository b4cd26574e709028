-- agora: compatible
-- agora: allow not-compatible because the trigger writes a column that older code neither reads nor writes
-- Search looks through the newest posts first, and to make the words of each anew takes fifty times as long as to read them.
CREATE OR REPLACE FUNCTION "agora_keep_words"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."words" := public.agora_search_post(NEW."title", NEW."body");
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER "posts_keep_words" BEFORE INSERT OR UPDATE OF "title", "body", "words" ON "posts" FOR EACH ROW
  EXECUTE FUNCTION "agora_keep_words"();
