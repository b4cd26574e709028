-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
SELECT id AS community_id, slug AS row, 'settings are of the type ' || jsonb_typeof(settings) AS detail
  FROM (SELECT c.*, c.id AS community_id FROM communities c) t
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities)) AND jsonb_typeof(settings) <> 'object';

-- What cannot be read is the default: a community would hold nobody's posts, or ask its team for nothing.
SELECT id AS community_id, slug AS row, 'of its moderation cannot be read: ' || (settings ->> 'moderation') AS detail
  FROM (SELECT c.*, c.id AS community_id, c.settings -> 'moderation' AS moderation FROM communities c) t
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND (jsonb_typeof(moderation) <> 'object'
     OR (moderation -> 'holdNewMembers')::text NOT IN ('"NOTHING"', '"LINKS"', '"EVERYTHING"')
     OR (moderation -> 'newMemberDays')::text !~ '^([1-9][0-9]?|[12][0-9]{2}|3[0-5][0-9]|36[0-5])$'
     OR jsonb_typeof(moderation -> 'teamNeedsCodes') <> 'boolean');

-- Of a mode that nobody knows a community stays open.
SELECT id AS community_id, slug AS row, 'of its maintenance cannot be read: ' || (settings ->> 'maintenance') AS detail
  FROM (SELECT c.*, c.id AS community_id FROM communities c) t
 WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND settings -> 'maintenance' IS NOT NULL
   AND (settings #>> '{maintenance,mode}' IN ('read-only', 'closed')) IS NOT TRUE;

SELECT community_id, 'channels ' || slug AS row, format('slow mode of %s seconds', slow_seconds) AS detail
  FROM channels t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND slow_seconds NOT BETWEEN 1 AND 86400;

SELECT community_id, 'posts ' || id AS row, format('slow mode of %s seconds', slow_seconds) AS detail
  FROM posts t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND slow_seconds NOT BETWEEN 1 AND 86400;
