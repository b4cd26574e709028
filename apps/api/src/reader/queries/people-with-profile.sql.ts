// Made from people-with-profile.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface PeopleWithProfileParameters {
  readonly communityId: string;
  readonly usernames: readonly (string)[];
}

export interface PeopleWithProfileRow {
  readonly username: string;
}

export const peopleWithProfileSql = sql<PeopleWithProfileParameters, PeopleWithProfileRow>({
  name: 'people-with-profile',
  parameters: ['communityId', 'usernames'],
  text: `SELECT u.username FROM users u WHERE u.community_id = $1 AND u.username = ANY ($2::text[])
  AND u.status <> 'DEACTIVATED' AND (u.email_verified_at IS NOT NULL OR u.last_seen_at IS NOT NULL)`,
});
