// Made from own-acts.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface OwnActsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface OwnActsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const ownActsSql = [sql<OwnActsParameters, OwnActsRow>({
  name: 'own-acts-1',
  parameters: ['communities'],
  text: `SELECT r.community_id, r.id::text AS row, 'reported by its author ' || r.reporter_id AS detail
  FROM reports r JOIN posts p ON p.community_id = r.community_id AND p.id = r.post_id
 WHERE ($1::uuid[] IS NULL OR r.community_id = ANY ($1)) AND p.author_id = r.reporter_id`,
}), sql<OwnActsParameters, OwnActsRow>({
  name: 'own-acts-2',
  parameters: ['communities'],
  text: `SELECT r.community_id, r.id::text AS row, 'reported by its author ' || r.reporter_id AS detail
  FROM reports r JOIN comments p ON p.community_id = r.community_id AND p.id = r.comment_id
 WHERE ($1::uuid[] IS NULL OR r.community_id = ANY ($1)) AND p.author_id = r.reporter_id`,
}), sql<OwnActsParameters, OwnActsRow>({
  name: 'own-acts-3',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row, 'of reports: reporter_id ' || reporter_id AS detail
  FROM reports t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND reporter_id = reported_user_id`,
}), sql<OwnActsParameters, OwnActsRow>({
  name: 'own-acts-4',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row, 'of bans: moderator_id ' || moderator_id AS detail
  FROM bans t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND moderator_id = user_id`,
}), sql<OwnActsParameters, OwnActsRow>({
  name: 'own-acts-5',
  parameters: ['communities'],
  text: `SELECT community_id, id::text AS row, 'of notifications: actor_id ' || actor_id AS detail
  FROM notifications t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1)) AND actor_id = user_id`,
})] as const;
