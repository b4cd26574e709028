import { retryOnSerializationFailure, withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createForum, type Forum } from './client.ts';
import { elsewhere, here, id, insertForum } from './testing/forum-rows.fixture.ts';
import { forumTemplate } from './testing/forum-template.fixture.ts';

const database = useTestDatabase({ template: forumTemplate });
let forum: Forum;

beforeAll(async () => {
  await withConnection(database.url, insertForum);
  forum = createForum(database.url, { role: 'agora_app', maxConnections: 2 });
});

afterAll(() => forum.end());

/** With longTimeouts: a stall of the machine is no fault of what is tested. */
const longTimeouts = { timeout: 60_000, maxWait: 60_000 };

test('connections take on the role', async () => {
  expect(await forum.prisma.$queryRaw`SELECT current_user::text AS role`).toEqual([{ role: 'agora_app' }]);
});

test('outside a community nothing is visible, though the reference table is', async () => {
  expect(await forum.prisma.post.count()).toBe(0);
  expect(await forum.prisma.community.count()).toBe(2);
});

test('inside a community its rows are visible, and no others, even by id', async () => {
  const inHere = await forum.for(here).post.findMany();
  expect(inHere.map((post) => post.title)).toContain('Another');
  const fromElsewhere = await forum
    .for(elsewhere)
    .post.findUnique({ where: { communityId_id: { communityId: here, id: id(10) } } });
  expect(fromElsewhere).toBeNull();
});

test('a row of another community cannot be written', async () => {
  const smuggle = forum.for(elsewhere).tag.create({
    data: { communityId: here, slug: 'smuggled', name: 'Smuggled', colour: '#000000' },
  });
  await expect(smuggle).rejects.toThrow(/row-level security/);
});

test('the community ends with the transaction, failed or not', async () => {
  const fault = new Error('fault');
  await expect(
    forum.for(here).$transaction(async (transaction) => {
      expect(await transaction.user.count()).toBeGreaterThan(0);
      throw fault;
    }, longTimeouts),
  ).rejects.toBe(fault);
  for (let query = 0; query < 4; query += 1) expect(await forum.prisma.user.count()).toBe(0);
});

test('a serialization failure is told from other faults, and run again', async () => {
  const bump = async (label: string): Promise<void> => {
    await retryOnSerializationFailure(() =>
      forum.for(here).$transaction(
        async (transaction) => {
          const channel = await transaction.channel.findFirstOrThrow();
          await new Promise((resolve) => setTimeout(resolve, 50));
          await transaction.channel.update({
            where: { communityId_id: { communityId: here, id: channel.id } },
            data: { description: channel.description + label },
          });
        },
        { ...longTimeouts, isolationLevel: 'Serializable' },
      ),
    );
  };
  await Promise.all([bump('a'), bump('b')]);
  const channel = await forum.for(here).channel.findFirstOrThrow();
  expect(channel.description.split('').toSorted()).toEqual(['a', 'b']);
});

test('full-text search asks the functions of the database', async () => {
  const found = await forum.for(here).$queryRaw<{ title: string }[]>`
    SELECT title FROM posts WHERE community_id = ${here}::uuid AND agora_search_post(title, body) @@ agora_search_query('migration')`;
  expect(found).toEqual([{ title: 'A question about migrations' }]);
});
