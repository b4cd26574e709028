import { id } from '../../../domain/values.ts';
import type { Button } from '../../forms/button.ts';

type Method = 'PUT' | 'DELETE';

/** A button on a comment. @param name the last part of its address; @param what the operation's */
const onComment = (name: string, method: Method, what: string): Button => ({
  path: `/comments/:comment/${name}`,
  params: { comment: id },
  call: ({ param }) => ({ method, path: `/comments/${param('comment')}/${what}` }),
  place: ({ param }) => `#c-${param('comment')}`,
});

const onPost = (name: string, method: Method, what: string): Button => ({
  path: `/posts/:post/${name}`,
  params: { post: id },
  call: ({ param }) => ({ method, path: `/posts/${param('post')}/${what}` }),
  place: () => '#acts',
});

/** What is one press: likes, following, and the answer to a question. */
export const presses: readonly Button[] = [
  onPost('like', 'PUT', 'like'),
  onPost('unlike', 'DELETE', 'like'),
  onPost('follow', 'PUT', 'follow'),
  onPost('unfollow', 'DELETE', 'follow'),
  onComment('like', 'PUT', 'like'),
  onComment('unlike', 'DELETE', 'like'),
  onComment('accept', 'PUT', 'accepted'),
  onComment('unaccept', 'DELETE', 'accepted'),
];
