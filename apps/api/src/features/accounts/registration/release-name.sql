-- Not Prisma: in one round trip with create-account.sql, and with names made at random by the server. Frees a name that
-- somebody registered long ago and never proved their address.
UPDATE users u SET username = 'unproved_' || left(translate(gen_random_uuid()::text, '-', ''), 20), updated_at = now()
WHERE u.community_id = :communityId AND u.username = :username AND u.status <> 'DEACTIVATED'
  AND u.email_verified_at IS NULL AND u.last_seen_at IS NULL
  AND u.created_at < now() - :keepNameDays::int * interval '1 day'
