import type { Viewer } from '../../../auth/access-token.ts';
import type { Statements } from '../../../database/forum.ts';
import { uuid7 } from '../../../database/uuid7.ts';
import type { Comment } from '../../../domain/content.ts';
import { accepted } from '../../../domain/outcome.ts';
import { commentByIdSql } from '../comment-by-id.sql.ts';
import { writtenComment } from '../written-comment.ts';
import { acceptAnswerSql } from './accept-answer.sql.ts';

/** Takes a comment as the answer to the viewer's post, or takes that back. */
export async function setAccepted(
  forum: Statements,
  viewer: Viewer,
  commentId: string,
  accepting: boolean,
): Promise<Comment> {
  const mine = { ...viewer, commentId };
  const [[row], [written]] = await forum.run(
    acceptAnswerSql({ ...mine, accepting, entryId: uuid7(), noticeId: uuid7() }),
    commentByIdSql(mine),
  );
  accepted(row, {
    'auth.forbidden': "Only the post's author accepts an answer.",
    'conflict.duplicate': 'Another comment is the accepted answer.',
  });
  return writtenComment(written);
}
