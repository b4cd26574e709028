import { accepted } from '../../../domain/outcome.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { followPostSql } from './follow-post.sql.ts';
import { followState } from './follow-state.ts';

/** PUT, so that doing it twice is doing it once. */
export const followPost = operation({
  id: 'followPost',
  method: 'PUT',
  path: '/posts/:post/follow',
  tag: 'posts',
  summary: 'Follow the thread of a post: you are told of new comments in it',
  description: 'You are told of the next comment once you have read what you were told before.',
  login: 'required',
  params: { post: id },
  answers: { 200: followState },
  async handle({ forum, viewer, params }) {
    const [[row]] = await forum.run(followPostSql({ ...viewer, postId: params.post }));
    accepted(row);
    return { followed: true };
  },
});
