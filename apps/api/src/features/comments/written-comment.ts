import { found } from '../../api-error.ts';
import { type Comment, comment } from '../../domain/content.ts';
import type { CommentByIdRow } from './comment-by-id.sql.ts';

/** A comment as it was written, as its thread shows it. */
export function writtenComment(row: CommentByIdRow | undefined): Comment {
  return comment.parse(JSON.parse(found(row, 'comment').comment));
}
