-- Not Prisma: compares by an index on an expression. Whose handle looks like one of these, and how those of the team are called.
-- username is never null.
-- role is never null.
-- displayName is never null.
SELECT username, role, display_name AS "displayName" FROM users
WHERE community_id = :communityId AND id <> :selfId AND agora_lookalike(username) = ANY (:looks::text[])
UNION
SELECT username, role, display_name FROM users
WHERE community_id = :communityId AND id <> :selfId AND role <> 'MEMBER'
