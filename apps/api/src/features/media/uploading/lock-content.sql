-- Not Prisma: a lock on a content id, which keeps uploads of it and the collector of orphans apart: an upload holds it
-- with others from before it looks for the bytes until its row is there, the collector alone.
SELECT (CASE WHEN :alone::boolean
  THEN pg_advisory_xact_lock(hashtextextended('agora media ' || :cid::text, 0))
  ELSE pg_advisory_xact_lock_shared(hashtextextended('agora media ' || :cid::text, 0)) END)::text AS locked
