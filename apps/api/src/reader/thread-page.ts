import { z } from 'zod';
import { threadPlace } from '../features/posts/page/thread-page.ts';
import type { MarkdownRenderer } from '../markdown/renderer.ts';
import { id } from '../domain/values.ts';
import type { ThreadRow } from './queries/thread.sql.ts';
import type { ShownComment, ThreadView } from './views/posts/thread.ts';

/** Comments on a page, and bytes of their HTML, after which it ends. */
export const readersPage = { comments: 100, bytes: 256 * 1024 };

/** Where in a thread a reader is. */
export const threadQuery = z.object({ after: threadPlace.optional(), under: id.optional() });

type Place = z.output<typeof threadQuery>;

/**
 * A page of a thread from its rows, of which the last may be the first of the next page.
 * @param markdown renders what nobody has rendered yet
 */
export async function readThread(
  rows: readonly ThreadRow[],
  { after, under }: Place,
  markdown: Pick<MarkdownRenderer, 'toShow'>,
): Promise<ThreadView> {
  const comments = await Promise.all(
    rows
      .filter((row) => row.shown)
      .map(
        async ({
          html,
          body,
          authorId,
          username,
          displayName,
          avatar,
          role,
          ...row
        }): Promise<ShownComment> => {
          const isThere = row.status === 'PUBLISHED';
          return {
            ...row,
            html: isThere ? await markdown.toShow({ body, html }) : null,
            author: isThere ? { id: authorId, username, displayName, avatar, role } : null,
          };
        },
      ),
  );
  // What was not rendered yet was measured by its Markdown.
  let bytes = 0;
  const fitting = comments.filter((comment, index) => {
    const fits = index === 0 || bytes < readersPage.bytes;
    bytes += comment.html?.length ?? 0;
    return fits;
  });
  const nextPath = rows[fitting.length]?.path ?? null;
  return { comments: fitting, nextPath, isContinued: after !== undefined, under };
}
