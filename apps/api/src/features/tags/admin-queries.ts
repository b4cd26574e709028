import { lockPeople } from '../../database/fragments.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { statement } from '../../database/statement.ts';
import { noted, outcomeWith, refusedBelow, type Touched } from '../moderation/acts.ts';
import { versionOf } from '../../database/fragments.ts';

const noModerator = refusedBelow('MODERATOR');

/** A new tag. */
export const createTag = statement<
  [
    communityId: string,
    userId: string,
    tagId: string,
    slug: string,
    name: string,
    colour: string,
    entryId: string,
  ],
  Outcome<Touched>
>(
  'create_tag',
  `WITH ${lockPeople('$2')},
   verdict AS (SELECT CASE ${noModerator}
     WHEN EXISTS (SELECT FROM tags WHERE community_id = $1 AND slug = $4) THEN 'conflict.duplicate' END AS refused),
   made AS (
     INSERT INTO tags (community_id, id, slug, name, colour) SELECT $1, $3, $4, $5, $6 FROM verdict WHERE refused IS NULL
     RETURNING id
   ), noted AS (
     ${noted('tag.create', '$7', `jsonb_build_object('slug', $4::text, 'name', $5::text, 'colour', $6::text)`)}
   )
   ${outcomeWith('$3::uuid')}`,
);

/** Another name or colour: what is null stays. */
export const editTag = statement<
  [
    communityId: string,
    userId: string,
    slug: string,
    version: string,
    name: string | null,
    colour: string | null,
    entryId: string,
  ],
  Outcome<Touched>
>(
  'edit_tag',
  `WITH target AS MATERIALIZED (
     SELECT t.id, ${versionOf('t')} AS version FROM tags t WHERE t.community_id = $1 AND t.slug = $3 FOR NO KEY UPDATE
   ), ${lockPeople('$2', 'target')},
   verdict AS (SELECT CASE ${noModerator}
     WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found'
     WHEN (SELECT version FROM target) <> $4::bigint THEN 'request.precondition_failed' END AS refused),
   made AS (
     UPDATE tags t SET name = coalesce($5, t.name), colour = coalesce($6, t.colour),
       updated_at = greatest(now(), t.updated_at + interval '1 millisecond')
     FROM verdict, target WHERE refused IS NULL AND t.community_id = $1 AND t.id = target.id
     RETURNING t.id
   ), noted AS (
     ${noted('tag.edit', '$7', `jsonb_build_object('slug', $3::text, 'name', $5::text, 'colour', $6::text)`)}
   )
   ${outcomeWith('(SELECT id FROM target)')}`,
);

/** Takes away a tag that no post carries; one that a post of any status does is referred to, and stays. */
export const removeTag = statement<
  [communityId: string, userId: string, slug: string, entryId: string],
  Outcome<Touched>
>(
  'remove_tag',
  `WITH target AS MATERIALIZED (
     SELECT t.id FROM tags t WHERE t.community_id = $1 AND t.slug = $3 FOR UPDATE
   ), ${lockPeople('$2', 'target')},
   verdict AS (SELECT CASE ${noModerator}
     WHEN NOT EXISTS (SELECT FROM target) THEN 'resource.not_found' END AS refused),
   made AS (
     DELETE FROM tags t USING verdict, target WHERE refused IS NULL AND t.community_id = $1 AND t.id = target.id RETURNING t.id
   ), noted AS (
     ${noted('tag.remove', '$4', `jsonb_build_object('slug', $3::text)`)}
   )
   ${outcomeWith('(SELECT id FROM target)')}`,
);
