-- agora: allow drop-column because Prisma selects no column of this type, and all of it is made from title and body
-- What agora_search has taken the place of. Where the program before this one still runs, its searches are refused until it has
-- gone, and nothing else is.
DROP FUNCTION "agora_search_posts"(tsquery, integer, real, uuid);
ALTER TABLE "posts" DROP COLUMN "search";
