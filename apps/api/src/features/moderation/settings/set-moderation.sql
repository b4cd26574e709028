-- Not Prisma: a function of the database, for the application may not write communities, which no policy guards.
SELECT true AS done FROM agora_set_moderation(:communityId, :settings::jsonb)
