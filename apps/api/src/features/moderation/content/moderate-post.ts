import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { noteAct } from '../../../domain/acting/note-act.ts';
import { postStatus, tagSlugs } from '../../../domain/content.ts';
import { text } from '../../../domain/text.ts';
import { id, nothing, slug } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { slowSeconds } from '../slow-seconds.ts';
import { lockPostToModerate } from './change-post.ts';

const postModeration = z
  .strictObject({
    status: postStatus.exclude(['DRAFT']).optional(),
    pinned: z.boolean().optional(),
    channel: slug.optional().describe('Where it is moved to'),
    tags: tagSlugs.optional(),
    locked: z.boolean().optional().describe('Whether only moderators may comment'),
    slowSeconds: slowSeconds.optional(),
    reason: text(500).default(''),
  })
  .refine(
    (given) => Object.entries(given).some(([part, value]) => part !== 'reason' && value !== undefined),
    'name what changes: status, pinned, channel, tags, locked or slowSeconds',
  )
  .meta({ id: 'PostModeration' });

/** What stays as it is stands not in the log, and is nothing to undo. */
export const moderatePost = operation({
  id: 'moderatePost',
  method: 'PUT',
  path: '/posts/:post/moderation',
  tag: 'moderation',
  summary: 'Hide, show, archive, pin, move, retag, lock or slow a post (moderators)',
  login: 'required',
  params: { post: id },
  body: postModeration,
  answers: { 204: nothing },
  async handle({ forum, viewer, params, body }) {
    const { communityId } = viewer;
    const { channel, tags, reason, ...rest } = body;
    await forum.prismaTransaction(async (transaction, run) => {
      const post = await lockPostToModerate(transaction, run, viewer, params.post);
      const channelId =
        channel === undefined
          ? undefined
          : found(
              (await transaction.channel.findUnique({
                where: { communityId_slug: { communityId, slug: channel } },
                select: { id: true },
              })) ?? undefined,
              'channel',
            ).id;
      const wanted = { ...rest, channelId, tags: tags && [...new Set(tags)].toSorted() };
      const { before, after } = await post.change(wanted);
      if (Object.keys(after).length === 0) return;
      const details = { reason, before, after };
      await noteAct(transaction, viewer, { action: 'post.moderate', targetId: params.post, details });
    });
  },
});
