import { type Client, sqlState, withConnection, withTransaction } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { beforeAll, expect, test } from 'vitest';
import { here, id, insertForum, pathOf } from '../testing/forum-rows.fixture.ts';
import { forumTemplate } from '../testing/forum-template.fixture.ts';

const database = useTestDatabase({ template: forumTemplate });
const [root, reply, orphan] = [id(100), id(101), id(199)];
const noon = new Date('2026-01-01T12:00:00Z');
const later = new Date('2026-01-01T12:05:00Z');

interface Row {
  id: string;
  post?: string;
  parent?: string | null;
  parentPath?: Buffer | null;
  parentAt?: Date | null;
  depth: number;
  path: Buffer;
  at?: Date;
}

const insert = (client: Client, row: Row): Promise<unknown> =>
  client.query(
    `INSERT INTO comments (community_id, id, post_id, author_id, parent_id, parent_path, parent_created_at, depth, path, body, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Text', $10)`,
    [
      here,
      row.id,
      row.post ?? id(10),
      id(2),
      row.parent ?? null,
      row.parentPath ?? null,
      row.parentAt ?? null,
      row.depth,
      row.path,
      row.at ?? later,
    ],
  );

/** SQLSTATE with which the server refuses the row, or undefined when it takes it. Nothing stays. */
const refusal = (row: Row): Promise<string | undefined> =>
  withConnection(database.url, async (client) => {
    const rollBack = new Error('roll back');
    try {
      await withTransaction(client, async () => {
        await insert(client, row);
        throw rollBack;
      });
    } catch (error) {
      return error === rollBack ? undefined : sqlState(error);
    }
    return undefined;
  });

const good: Row = {
  id: reply,
  parent: root,
  parentPath: pathOf(root),
  parentAt: noon,
  depth: 1,
  path: pathOf(root, reply),
};

beforeAll(() =>
  withConnection(database.url, async (client) => {
    await insertForum(client);
    await insert(client, { id: root, depth: 0, path: pathOf(root), at: noon });
  }),
);

test('a reply to the post and a reply to a comment are taken', async () => {
  expect(await refusal({ id: id(102), depth: 0, path: pathOf(id(102)) })).toBeUndefined();
  expect(await refusal(good)).toBeUndefined();
});

const foreignKey = '23503';
const check = '23514';

test.each<[string, string, Row]>([
  ['in another post than its parent', foreignKey, { ...good, post: id(11) }],
  [
    'to a comment that is not there',
    foreignKey,
    { ...good, parent: orphan, parentPath: pathOf(orphan), path: pathOf(orphan, reply) },
  ],
  ['that misstates the time of its parent', foreignKey, { ...good, parentAt: later }],
  ['older than its parent', check, { ...good, at: new Date('2026-01-01T11:59:59Z') }],
  ['two levels deeper than its parent', check, { ...good, depth: 2 }],
  ['at the top with a parent', check, { ...good, depth: 0, path: pathOf(reply) }],
  ['below the top without a parent', check, { id: reply, depth: 1, path: pathOf(root, reply) }],
  ['with the path of another comment', check, { ...good, path: pathOf(root, orphan) }],
  ['whose parent is not the one in its path', check, { ...good, parent: orphan }],
  ['whose path is not below that of its parent', check, { ...good, path: pathOf(orphan, reply) }],
])('a comment %s is refused', async (_what, state, row) => {
  expect(await refusal(row)).toBe(state);
});

test('depth ends at 10, and the path sorts a thread in reading order by one index scan', async () => {
  await withConnection(database.url, async (client) => {
    const chain = [id(300)];
    await insert(client, { id: id(300), depth: 0, path: pathOf(id(300)) });
    for (let depth = 1; depth <= 10; depth += 1) {
      const parentPath = pathOf(...chain);
      chain.push(id(300 + depth));
      await insert(client, {
        id: id(300 + depth),
        parent: id(299 + depth),
        parentPath,
        parentAt: later,
        depth,
        path: pathOf(...chain),
      });
    }
    const tooDeep = insert(client, {
      id: id(311),
      parent: id(310),
      parentPath: pathOf(...chain),
      parentAt: later,
      depth: 11,
      path: pathOf(...chain, id(311)),
    });
    await expect(tooDeep).rejects.toMatchObject({ code: check });

    await insert(client, { id: id(320), depth: 0, path: pathOf(id(320)) });
    await insert(client, {
      id: id(319),
      parent: id(300),
      parentPath: pathOf(id(300)),
      parentAt: later,
      depth: 1,
      path: pathOf(id(300), id(319)),
    });
    const thread = 'SELECT id FROM comments WHERE community_id = $1 AND post_id = $2 ORDER BY path';
    const { rows } = await client.query<{ id: string }>(thread, [here, id(10)]);
    expect(rows.map((row) => row.id)).toEqual([root, ...chain, id(319), id(320)]);

    await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
    const plan = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${thread}`, [here, id(10)]);
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('Index Scan using comments_community_id_post_id_path_created_at_key');
    expect(text).not.toContain('Sort');
  });
});

test('a post has one accepted answer at most, and deleting the post takes the whole thread along', async () => {
  await withConnection(database.url, async (client) => {
    const accept = (comment: string) =>
      client.query('UPDATE comments SET accepted_at = created_at WHERE id = $1', [comment]);
    await accept(id(300));
    await expect(accept(id(301))).rejects.toMatchObject({ code: '23505' });
    await client.query('DELETE FROM posts WHERE id = $1', [id(10)]);
    expect((await client.query('SELECT FROM comments')).rowCount).toBe(0);
  });
});
