import { z } from 'zod';
import { found } from '../../../api-error.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { tagShown } from '../../../http/versions.ts';
import { sendWrittenJson } from '../../../http/written-json.ts';
import { bytesOfPost, post } from './post.ts';
import { postPageSql } from './post-page.sql.ts';
import { fittingPage, spanOf, threadQuery, wholePage } from './thread-page.ts';

export const getPost = operation({
  id: 'getPost',
  method: 'GET',
  path: '/posts/:post',
  tag: 'posts',
  summary: 'Read a post with its thread, a page at a time',
  description:
    'The ETag changes with whatever is edited, written, liked or shown otherwise, but not with `viewCount`: after a 304 ' +
    'yours may be an old one.',
  params: { post: id },
  query: threadQuery,
  answers: { 200: post, 304: z.undefined().describe('You have it already') },
  async handle({ forum, community, viewer, params, query, request, reply }, { views }) {
    const mine = {
      communityId: community.id,
      postId: params.post,
      viewerId: viewer?.userId ?? null,
      sessionId: viewer?.sessionId ?? null,
    };
    const wanted = { ...wholePage, ...mine, comments: query.comments, ...(await spanOf(forum, mine, query)) };
    const read = found(await forum.one(postPageSql(wanted)), 'post');
    const row = await fittingPage(forum, wanted, read);
    views.count(community.id, params.post);
    const { bytes, content } = bytesOfPost(row);
    const shown = { version: row.version, content, complete: false };
    return tagShown(request, reply, shown) ? reply.code(304).send() : sendWrittenJson(reply, bytes);
  },
});
