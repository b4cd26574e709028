-- Who takes a name, and who leaves as an administrator, asks for the team, which is small among many.
CREATE INDEX CONCURRENTLY "users_team_idx" ON "users"("community_id") WHERE "role" <> 'MEMBER';
