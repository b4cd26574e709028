-- Not Prisma: locks users, in the order of their ids, before their status is looked at: a ban, which locks them too, is
-- either seen or comes after what is written. Says of the team who has no codes where the community wants them.
SELECT id, role, status, CASE WHEN role <> 'MEMBER' THEN
    (SELECT settings #>> '{moderation,teamNeedsCodes}' = 'true' FROM communities WHERE id = :communityId)
    AND NOT EXISTS (SELECT FROM two_factors t
      WHERE t.community_id = :communityId AND t.user_id = users.id AND t.enabled_at IS NOT NULL)
  END AS "codesMissing"
FROM users WHERE community_id = :communityId AND id = ANY (:userIds::uuid[])
ORDER BY id FOR NO KEY UPDATE
