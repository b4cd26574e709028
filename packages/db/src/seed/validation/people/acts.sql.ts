// Made from acts.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface ActsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface ActsRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const actsSql = [sql<ActsParameters, ActsRow>({
  name: 'acts-1',
  parameters: ['communities'],
  text: `SELECT community_id, 'moderation_entries ' || id AS row, 'details are of the type ' || jsonb_typeof(details) AS detail
  FROM moderation_entries t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND jsonb_typeof(details) <> 'object'`,
}), sql<ActsParameters, ActsRow>({
  name: 'acts-2',
  parameters: ['communities'],
  text: `SELECT e.community_id, 'moderation_entries ' || e.id AS row, format('%s of %s, which is not there', e.action, e.target_id) AS detail
  FROM moderation_entries e
  LEFT JOIN posts p ON p.community_id = e.community_id AND p.id = e.target_id
  LEFT JOIN comments c ON c.community_id = e.community_id AND c.id = e.target_id
 WHERE ($1::uuid[] IS NULL OR e.community_id = ANY ($1))
   AND CASE split_part(e.action, '.', 1) WHEN 'post' THEN p.id IS NULL WHEN 'comment' THEN c.id IS NULL END`,
}), sql<ActsParameters, ActsRow>({
  name: 'acts-3',
  parameters: ['communities'],
  text: `SELECT u.community_id, 'moderation_undos of ' || u.entry_id AS row, format('by %s of %s, of an act of %s', undoing.action, undoing.created_at, act.created_at) AS detail
  FROM moderation_undos u
  JOIN moderation_entries act ON act.community_id = u.community_id AND act.id = u.entry_id
  JOIN moderation_entries undoing ON undoing.community_id = u.community_id AND undoing.id = u.undo_id
 WHERE ($1::uuid[] IS NULL OR u.community_id = ANY ($1))
   AND (undoing.action <> 'act.undo' OR undoing.created_at < act.created_at)`,
})] as const;
