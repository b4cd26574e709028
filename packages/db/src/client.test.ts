import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CommunityOptions,
  type CommunityTransaction,
  createClient,
  type ForumClient,
  withCommunity,
} from './client.ts';
import { elsewhere, here, id, insertForum } from './testing/forum-rows.fixture.ts';
import { forumTemplate } from './testing/forum-template.fixture.ts';

const database = useTestDatabase({ template: forumTemplate });
let client: ForumClient;

beforeAll(async () => {
  await withConnection(database.url, insertForum);
  client = createClient(database.url, { role: 'agora_app', maxConnections: 2 });
});

afterAll(() => client.$disconnect());

/** With patience: a stall of the machine is no fault of what is tested. */
function inCommunity<Result>(
  communityId: string,
  use: (transaction: CommunityTransaction) => Promise<Result>,
  options: CommunityOptions = {},
): Promise<Result> {
  return withCommunity(client, communityId, use, { timeoutMs: 60_000, maxWaitMs: 60_000, ...options });
}

test('connections take on the role', async () => {
  expect(await client.$queryRaw`SELECT current_user::text AS role`).toEqual([{ role: 'agora_app' }]);
});

test('outside a community nothing is visible, though the reference table is', async () => {
  expect(await client.post.count()).toBe(0);
  expect(await client.community.count()).toBe(2);
});

test('inside a community its rows are visible, and no others, even by id', async () => {
  const inHere = await inCommunity(here, (transaction) => transaction.post.findMany());
  expect(inHere.map((post) => post.title)).toContain('Another');
  const fromElsewhere = await inCommunity(elsewhere, (transaction) =>
    transaction.post.findUnique({ where: { communityId_id: { communityId: here, id: id(10) } } }),
  );
  expect(fromElsewhere).toBeNull();
});

test('a row of another community cannot be written', async () => {
  const smuggle = inCommunity(elsewhere, (transaction) =>
    transaction.tag.create({
      data: { communityId: here, slug: 'smuggled', name: 'Smuggled', colour: '#000000' },
    }),
  );
  await expect(smuggle).rejects.toThrow(/row-level security/);
});

test('the community ends with the transaction, failed or not', async () => {
  const fault = new Error('fault');
  await expect(
    inCommunity(here, () => {
      throw fault;
    }),
  ).rejects.toBe(fault);
  for (let query = 0; query < 4; query += 1) expect(await client.user.count()).toBe(0);
});

test('a serialization failure runs the function again', async () => {
  const bump = async (label: string): Promise<void> => {
    await inCommunity(
      here,
      async (transaction) => {
        const channel = await transaction.channel.findFirstOrThrow();
        await new Promise((resolve) => setTimeout(resolve, 50));
        await transaction.channel.update({
          where: { communityId_id: { communityId: here, id: channel.id } },
          data: { description: channel.description + label },
        });
      },
      { isolationLevel: 'Serializable' },
    );
  };
  await Promise.all([bump('a'), bump('b')]);
  const channel = await inCommunity(here, (transaction) => transaction.channel.findFirstOrThrow());
  expect(channel.description.split('').toSorted()).toEqual(['a', 'b']);
});

test('full-text search reads the column that the database keeps', async () => {
  const found = await inCommunity(
    here,
    (transaction) => transaction.$queryRaw<{ title: string }[]>`
      SELECT title FROM posts WHERE community_id = ${here}::uuid AND search @@ websearch_to_tsquery('english', 'migration')`,
  );
  expect(found).toEqual([{ title: 'A question about migrations' }]);
});
