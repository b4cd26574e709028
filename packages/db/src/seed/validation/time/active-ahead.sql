-- Not Prisma: a check joins and counts whole tables.
-- :communities may be null.
-- Some times are told by the API, whose clock may differ by a minute from the server's.
SELECT community_id, 'user_statistics ' || user_id AS row, 'last active on ' || last_active_on AS detail
  FROM user_statistics t WHERE (:communities::uuid[] IS NULL OR t.community_id = ANY (:communities))
   AND last_active_on > ((now() + interval '1 minute') AT TIME ZONE 'UTC')::date;
