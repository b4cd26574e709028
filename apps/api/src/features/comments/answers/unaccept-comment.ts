import { comment } from '../../../domain/content.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { setAccepted } from './set-accepted.ts';

export const unacceptComment = operation({
  id: 'unacceptComment',
  method: 'DELETE',
  path: '/comments/:comment/accepted',
  tag: 'comments',
  summary: 'Take back that a comment is the answer',
  login: 'required',
  params: { comment: id },
  answers: { 200: comment },
  refusals: [409],
  handle: ({ forum, viewer, params }) => setAccepted(forum, viewer, params.comment, false),
});
