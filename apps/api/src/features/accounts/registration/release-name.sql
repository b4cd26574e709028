-- Not Prisma: in one round trip with create-account.sql. Frees a name that somebody registered long ago and never proved
-- their address. Whoever had it gets another, which is made here and not by the server: a statement whose result is
-- another each time is refused on Citus.
UPDATE users u SET username = :freedName, updated_at = now()
WHERE u.community_id = :communityId AND u.username = :username AND u.status <> 'DEACTIVATED'
  AND u.email_verified_at IS NULL AND u.last_seen_at IS NULL
  AND u.created_at < now() - :keepNameDays::int * interval '1 day'
