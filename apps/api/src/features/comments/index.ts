import type { Operation } from '../../http/operation.ts';
import { acceptComment } from './answers/accept-comment.ts';
import { unacceptComment } from './answers/unaccept-comment.ts';
import { getCommentText } from './reading/get-comment-text.ts';
import { listCommentRevisions } from './reading/list-comment-revisions.ts';
import { createComment } from './writing/create-comment.ts';
import { deleteComment } from './writing/delete-comment.ts';
import { updateComment } from './writing/update-comment.ts';

/** Writing, reading, editing, removing and accepting comments. */
export const comments: readonly Operation[] = [
  createComment,
  updateComment,
  deleteComment,
  acceptComment,
  unacceptComment,
  getCommentText,
  listCommentRevisions,
];
