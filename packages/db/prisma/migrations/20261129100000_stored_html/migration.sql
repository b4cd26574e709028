-- What readers are shown of a text: its Markdown as HTML, made when it is written. NULL where nobody has made it yet.
ALTER TABLE "posts" ADD COLUMN "html" TEXT;
ALTER TABLE "comments" ADD COLUMN "html" TEXT;

-- A text that changes takes its HTML with it, whoever changes it: what was purged or mended by hand is not shown any longer.
CREATE FUNCTION "agora_forget_html"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."html" := NULL;
  RETURN NEW;
END
$$;

CREATE TRIGGER "posts_forget_html" BEFORE UPDATE OF "body" ON "posts" FOR EACH ROW
  WHEN (NEW."body" IS DISTINCT FROM OLD."body" AND NEW."html" IS NOT DISTINCT FROM OLD."html")
  EXECUTE FUNCTION "agora_forget_html"();
CREATE TRIGGER "comments_forget_html" BEFORE UPDATE OF "body" ON "comments" FOR EACH ROW
  WHEN (NEW."body" IS DISTINCT FROM OLD."body" AND NEW."html" IS NOT DISTINCT FROM OLD."html")
  EXECUTE FUNCTION "agora_forget_html"();
