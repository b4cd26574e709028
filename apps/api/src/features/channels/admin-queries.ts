import { lockPeople } from '../../database/fragments.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';
import { noted, outcomeWith, refusedBelow, type Touched } from '../moderation/acts.ts';
import { versionOf } from '../../database/fragments.ts';
import type { Channel } from './schema.ts';

const notAnAdmin = refusedBelow('ADMIN');

/** A new channel; without a position it comes last. */
export const createChannel = statement<
  [
    communityId: string,
    userId: string,
    channelId: string,
    slug: string,
    name: string,
    description: string,
    position: number | null,
    postRole: Channel['postRole'],
    entryId: string,
  ],
  Outcome<Touched>
>(
  'create_channel',
  `WITH ${lockPeople('$2')},
   verdict AS (SELECT CASE ${notAnAdmin}
     WHEN EXISTS (SELECT FROM channels WHERE community_id = $1 AND slug = $4) THEN 'conflict.duplicate' END AS refused),
   made AS (
     INSERT INTO channels (community_id, id, slug, name, description, position, post_role)
     SELECT $1, $3, $4, $5, $6, coalesce($7::smallint, (SELECT least(max(position) + 1, 32767) FROM channels WHERE community_id = $1), 0),
       $8::user_role FROM verdict WHERE refused IS NULL
     RETURNING id
   ), noted AS (
     ${noted('channel.create', '$9', `jsonb_build_object('slug', $4::text, 'postRole', $8::text)`)}
   )
   ${outcomeWith('$3::uuid')}`,
);

/** An edit of a channel: what is null stays. */
export const editChannel = statement<
  [
    communityId: string,
    userId: string,
    slug: string,
    version: string,
    name: string | null,
    description: string | null,
    position: number | null,
    postRole: Channel['postRole'] | null,
    entryId: string,
  ],
  Outcome<Touched>
>(
  'edit_channel',
  `WITH target AS MATERIALIZED (
     SELECT c.id, ${versionOf('c')} AS version FROM channels c WHERE c.community_id = $1 AND c.slug = $3 FOR NO KEY UPDATE
   ), ${lockPeople('$2', 'target')},
   verdict AS (SELECT CASE ${notAnAdmin}
     WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found'
     WHEN (SELECT version FROM target) <> $4::bigint THEN 'request.precondition_failed' END AS refused),
   made AS (
     UPDATE channels c SET name = coalesce($5, c.name), description = coalesce($6, c.description),
       position = coalesce($7::smallint, c.position), post_role = coalesce($8::user_role, c.post_role),
       updated_at = greatest(now(), c.updated_at + interval '1 millisecond')
     FROM verdict, target WHERE refused IS NULL AND c.community_id = $1 AND c.id = target.id
     RETURNING c.id
   ), noted AS (
     ${noted('channel.edit', '$9', `jsonb_build_object('name', $5::text, 'description', $6::text, 'position', $7::smallint, 'postRole', $8::text)`)}
   )
   ${outcomeWith('(SELECT id FROM target)')}`,
);

/** Takes away a channel in which nothing was ever posted; one with posts of any status is referred to, and stays. */
export const removeChannel = statement<
  [communityId: string, userId: string, slug: string, entryId: string],
  Outcome<Touched>
>(
  'remove_channel',
  `WITH target AS MATERIALIZED (
     SELECT c.id FROM channels c WHERE c.community_id = $1 AND c.slug = $3 FOR UPDATE
   ), ${lockPeople('$2', 'target')},
   verdict AS (SELECT CASE ${notAnAdmin}
     WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found' END AS refused),
   made AS (
     DELETE FROM channels c USING verdict, target WHERE refused IS NULL AND c.community_id = $1 AND c.id = target.id RETURNING c.id
   ), noted AS (
     ${noted('channel.remove', '$4', `jsonb_build_object('slug', $3::text)`)}
   )
   ${outcomeWith('(SELECT id FROM target)')}`,
);
