import { z } from 'zod';
import { found } from '../../../api-error.ts';
import type { Statements } from '../../../database/forum.ts';
import { id } from '../../../domain/values.ts';
import { commentPathSql } from './comment-path.sql.ts';
import { fittingCommentsSql } from './fitting-comments.sql.ts';
import { type PostPageParameters, type PostPageRow, postPageSql } from './post-page.sql.ts';

/** Most comments of one page. */
const mostComments = 500;

/** Bytes after which a page of a thread ends: in memory it is several times as large while it is sent. */
const mostBytes = 1_000_000;

/** A place in a thread: the path of the comment there, which is up to eleven ids. */
export const threadPlace = z
  .string()
  .regex(/^(?:[0-9a-f]{32}){1,11}$/)
  .meta({ id: 'ThreadPlace', description: 'A place in a thread, as `nextComments` has it' });

/** Query parameters of what reads a thread. */
export const threadQuery = z.object({
  comments: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostComments)
    .default(mostComments)
    .describe('Most comments to answer; fewer where their texts are long'),
  after: threadPlace.optional().describe('`nextComments` of the page before'),
  under: id.optional().describe('A comment: it alone, with what replies to it'),
});

/** Where in a thread a page begins and before what it ends, in hexadecimal. */
interface ThreadSpan {
  readonly low: string;
  readonly high: string;
}

/** From the path after the one given; what replies to a comment begins with its path, and no id is above these. */
const span = (after: string | undefined, under: string): ThreadSpan => ({
  low: after === undefined ? under : `${after}00`,
  high: under + 'ff'.repeat(17),
});

/**
 * Where a page is.
 * @throws ApiError `resource.not_found` when `under` is no comment of the post
 */
export async function spanOf(
  statements: Pick<Statements, 'one'>,
  post: Pick<PostPageParameters, 'communityId' | 'postId'>,
  { after, under }: Partial<Record<'after' | 'under', string>>,
): Promise<ThreadSpan> {
  if (under === undefined) return span(after, '');
  return span(
    after,
    found(await statements.one(commentPathSql({ ...post, commentId: under })), 'comment').path,
  );
}

/** The first page of a thread, as large as there are, as parameters of the statement. */
export const wholePage = { comments: mostComments, bytes: mostBytes, ...span(undefined, '') };

/** No comment: the post alone. */
export const noThread = { ...wholePage, comments: 0 };

/** A page as it was read; where it is too long, read again with as many comments as have the bytes. */
export async function fittingPage<Row extends PostPageRow | undefined>(
  statements: Pick<Statements, 'one'>,
  wanted: PostPageParameters,
  row: Row,
): Promise<PostPageRow | Row> {
  if (row?.long !== true) return row;
  const { fitting } = found(await statements.one(fittingCommentsSql(wanted)), 'post');
  // Quotes and names around the texts are no reason to read it a third time.
  const fits = { ...wanted, comments: fitting, bytes: 2 ** 31 - 1 };
  return found(await statements.one(postPageSql(fits)), 'post');
}
