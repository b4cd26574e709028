import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { author } from '../../../domain/people.ts';
import { id, time } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { sendWrittenJson } from '../../../http/written-json.ts';
import { postRevisionsSql } from './post-revisions.sql.ts';

const postRevision = z
  .object({ id, title: z.string(), body: z.string(), replacedAt: time, editor: author })
  .meta({ id: 'PostRevision', description: 'What a post said before an edit' });

export const postRevisions = z.object({ items: z.array(postRevision) }).meta({ id: 'PostRevisions' });

export const listPostRevisions = operation({
  id: 'listPostRevisions',
  method: 'GET',
  path: '/posts/:post/revisions',
  tag: 'posts',
  summary: 'Read what a post said before its edits',
  params: { post: id },
  answers: { 200: postRevisions },
  async handle({ forum, community, viewer, params, reply }) {
    const wanted = { communityId: community.id, postId: params.post, viewerId: viewer?.userId ?? null };
    const { items } = found(await forum.one(postRevisionsSql(wanted)), 'post');
    return sendWrittenJson(reply, `{"items":${items}}`);
  },
});
