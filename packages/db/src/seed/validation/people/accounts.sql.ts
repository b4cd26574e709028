// Made from accounts.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface AccountsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface AccountsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const accountsSql = [sql<AccountsParameters, AccountsRow>({
  name: 'accounts-1',
  parameters: ['communities'],
  text: `SELECT community_id, username AS row, 'a password hash that is no argon2id in PHC format' AS detail
  FROM users t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND password_hash !~ '^\\$argon2id\\$v=19\\$m=[1-9][0-9]*,t=[1-9][0-9]*,p=[1-9][0-9]*\\$[A-Za-z0-9+/]{11,}\\$[A-Za-z0-9+/]{16,}$'`,
}), sql<AccountsParameters, AccountsRow>({
  name: 'accounts-2',
  parameters: ['communities'],
  text: `SELECT community_id, username AS row, 'avatar ' || avatar AS detail
  FROM users t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND avatar !~ '^(https://[^@[:space:]/?#]+([/?#][^[:space:]]*)?|/[^[:space:]]*)$'`,
}), sql<AccountsParameters, AccountsRow>({
  name: 'accounts-3',
  parameters: ['communities'],
  text: `SELECT community_id, user_id::text AS row, 'locale ' || locale AS detail
  FROM user_preferences t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND locale !~* '^([a-z]{2,3}|[a-z]{5,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?$'`,
}), sql<AccountsParameters, AccountsRow>({
  name: 'accounts-4',
  parameters: ['communities'],
  text: `WITH used AS MATERIALIZED (SELECT DISTINCT time_zone FROM user_preferences t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))),
     unknown AS MATERIALIZED (SELECT time_zone FROM used
       WHERE NOT EXISTS (SELECT FROM pg_timezone_names z WHERE lower(z.name) = lower(used.time_zone)))
SELECT t.community_id, t.user_id::text AS row, 'time zone ' || t.time_zone AS detail
  FROM user_preferences t JOIN unknown USING (time_zone)
   WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))`,
}), sql<AccountsParameters, AccountsRow>({
  name: 'accounts-5',
  parameters: ['communities'],
  text: `SELECT community_id, username AS row, 'avatar ' || avatar AS detail
  FROM users t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND avatar LIKE '/%' AND avatar !~ ('^/c/' || community_id || '/users/' || id || '/avatar/b[a-z2-7]{58}$')`,
})] as const;
