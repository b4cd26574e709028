import { comment } from '../../../domain/content.ts';
import { id } from '../../../domain/values.ts';
import { operation } from '../../../http/operation.ts';
import { setAccepted } from './set-accepted.ts';

export const acceptComment = operation({
  id: 'acceptComment',
  method: 'PUT',
  path: '/comments/:comment/accepted',
  tag: 'comments',
  summary: 'Take a comment as the answer to your post',
  login: 'required',
  params: { comment: id },
  answers: { 200: comment },
  refusals: [409],
  handle: ({ forum, viewer, params }) => setAccepted(forum, viewer, params.comment, true),
});
