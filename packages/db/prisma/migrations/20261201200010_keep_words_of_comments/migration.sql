-- agora: compatible
-- agora: allow not-compatible because the trigger writes a column that older code neither reads nor writes
-- As those of posts.
ALTER TABLE "comments" ADD COLUMN "words" tsvector;

CREATE FUNCTION "agora_keep_comment_words"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."words" := public.agora_search_comment(NEW."body");
  RETURN NEW;
END
$$;

CREATE TRIGGER "comments_keep_words" BEFORE INSERT OR UPDATE OF "body", "words" ON "comments" FOR EACH ROW
  EXECUTE FUNCTION "agora_keep_comment_words"();
