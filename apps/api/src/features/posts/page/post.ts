import { z } from 'zod';
import { comment, medium, postFields } from '../../../domain/content.ts';
import { withNumbers } from '../../../http/written-json.ts';
import { threadPlace } from './thread-page.ts';
import type { PostPageRow } from './post-page.sql.ts';

export const post = z
  .object({
    ...postFields,
    body: z.string().describe('Markdown'),
    liked: z.boolean().describe('Whether you like it'),
    locked: z.boolean().describe('Whether only moderators may comment'),
    slowSeconds: z
      .int()
      .nullable()
      .describe(
        'Seconds that one person waits between two comments; that of its channel counts, where it is longer',
      ),
    followed: z.boolean().describe('Whether you follow its thread'),
    media: z.array(medium),
    comments: z
      .array(comment)
      .describe('The thread depth first, siblings by time: indenting by `depth` shows the tree'),
    nextComments: threadPlace
      .nullable()
      .describe('`after` of the next page of the thread; null on the last one'),
  })
  .meta({ id: 'Post', description: 'A post with its thread, or a page of it' });

export type Post = z.output<typeof post>;

/** A post as it is answered. */
function writtenPost({ version, viewCount, post: rest }: PostPageRow): string {
  return withNumbers({ version, viewCount }, rest);
}

/** A post as it is sent, and its content: all but the numbers, which come first. */
export function bytesOfPost(row: PostPageRow): { readonly bytes: Buffer; readonly content: Buffer } {
  const written = writtenPost(row);
  const bytes = Buffer.from(written);
  // A character of the numbers is a byte.
  return { bytes, content: bytes.subarray(written.length - row.post.length) };
}

/** A post to be looked at. */
export function readPost(row: PostPageRow): Post {
  return post.parse(JSON.parse(writtenPost(row)));
}
