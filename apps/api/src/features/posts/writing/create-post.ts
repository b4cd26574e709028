import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import { markdown } from '../../../domain/content.ts';
import { holdPostSql } from '../../../domain/holds/hold-post.sql.ts';
import { holdReason } from '../../../domain/holds/hold-reason.ts';
import { noticesOf } from '../../../domain/member-limits/mentions.ts';
import { accepted } from '../../../domain/outcome.ts';
import { ledgerIds } from '../../../domain/standing/ledger-ids.ts';
import { refreshAchievementsSql } from '../../../domain/standing/refresh-achievements.sql.ts';
import { slug } from '../../../domain/values.ts';
import { idempotencyHeaders, once } from '../../../http/idempotency/idempotency.ts';
import { operation } from '../../../http/operation.ts';
import { tagWritten } from '../../../http/versions.ts';
import { post, readPost } from '../page/post.ts';
import { postPageSql } from '../page/post-page.sql.ts';
import { wholePage } from '../page/thread-page.ts';
import { createPostSql } from './create-post.sql.ts';
import { tagSlugs, title } from './post-parts.ts';
import { tellMentionedSql } from '../../../domain/threads/tell-mentioned.sql.ts';

const newPost = z
  .strictObject({
    channel: slug,
    title,
    body: markdown,
    tags: tagSlugs.default([]),
    status: z.enum(['DRAFT', 'PUBLISHED']).default('PUBLISHED'),
  })
  .meta({ id: 'NewPost' });

export const createPost = operation({
  id: 'createPost',
  method: 'POST',
  path: '/posts',
  tag: 'posts',
  summary: 'Open a post, or keep a draft',
  description:
    'What looks like a flood, or comes of a new member where the community wants it so, is HIDDEN until a moderator has looked.',
  login: 'required',
  headers: idempotencyHeaders,
  body: newPost,
  answers: { 201: post },
  async handle(asked, { members, markdown: rendering }) {
    const { viewer, community, reply } = asked;
    await members.take(asked, 'posts', asked.body.body);
    const html = await rendering.toStore(asked.body.body);
    const made = await once(asked, async (forum) => {
      const mine = { ...viewer, postId: uuid7(), viewerId: viewer.userId, html, ...wholePage };
      const { title: heading, body, status } = asked.body;
      const hold =
        status === 'PUBLISHED' ? await holdReason(forum, members, { ...mine, title: heading, body }) : null;
      const shown = hold === null ? status : 'HIDDEN';
      const [[row], , , [written]] = await forum.run(
        createPostSql({ ...asked.body, ...mine, status: shown, entryId: uuid7() }),
        refreshAchievementsSql({ ...mine, entryIds: ledgerIds() }),
        tellMentionedSql({ ...mine, ...noticesOf(asked.body.body) }),
        postPageSql(mine),
        ...(hold === null ? [] : [holdPostSql({ ...mine, reason: hold })]),
      );
      accepted(row, {
        'auth.forbidden': 'Your role may not open posts in this channel.',
        'resource.not_found': 'No such channel.',
      });
      return readPost(found(written, 'post'));
    });
    tagWritten(reply, made);
    reply.header('location', `/c/${community.slug}/posts/${made.id}`);
    return made;
  },
});
