import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '@agora/postgres';

/** Deepest level of a thread, 0 being a comment on the post itself. */
const deepest = 10;

/**
 * Gives a post a thread of many comments: a third on the post itself, the others answers to comments before them, by
 * authors taken in turn, with texts of 40 to 400 characters.
 * @param authors ids of users of the community
 */
export async function makeThread(
  client: Client,
  thread: {
    readonly community: string;
    readonly post: string;
    readonly comments: number;
    readonly authors: readonly string[];
  },
): Promise<void> {
  const { community, post, comments, authors } = thread;
  interface Comment {
    readonly id: string;
    readonly path: Buffer;
    readonly depth: number;
  }
  const made: Comment[] = [];
  for (let index = 0; index < comments; index += 1) {
    const before = index % 3 === 0 ? undefined : made[(index * 7) % index];
    const parent = before !== undefined && before.depth < deepest ? before : undefined;
    const id = randomUUID();
    const path = Buffer.concat([parent?.path ?? Buffer.alloc(0), Buffer.from(id.replaceAll('-', ''), 'hex')]);
    made.push({ id, path, depth: parent === undefined ? 0 : parent.depth + 1 });
    await client.query(
      `INSERT INTO comments (community_id, id, post_id, author_id, parent_id, parent_path, parent_created_at, depth, path, body, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        community,
        id,
        post,
        authors[index % authors.length],
        parent?.id ?? null,
        parent?.path ?? null,
        parent === undefined ? null : '2025-02-01',
        made.at(-1)?.depth,
        path,
        randomBytes(20 + ((index * 37) % 180)).toString('hex'),
        '2025-02-01',
      ],
    );
  }
  await client.query('UPDATE posts SET comment_count = $3 WHERE community_id = $1 AND id = $2', [
    community,
    post,
    comments,
  ]);
}
