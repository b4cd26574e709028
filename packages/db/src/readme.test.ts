import { readFileSync } from 'node:fs';
import path from 'node:path';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';
import { createClient, withCommunity } from './index.ts';
import { forumTemplate } from './testing/forum-template.fixture.ts';
import { seed, validateSeeds } from './seed/index.ts';

const database = useTestDatabase({ template: forumTemplate });
const page = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');

test('what README.md shows works', async () => {
  const { url } = database;
  await seed({ url, profile: 'demo', environment: 'development' });
  expect(await validateSeeds({ url })).toMatchObject({ holds: true });
  const client = createClient(url, { role: 'agora_app' });
  try {
    const [community] = await client.community.findMany();
    const newest = await withCommunity(
      client,
      community!.id,
      (transaction) => transaction.post.findMany({ orderBy: { createdAt: 'desc' }, take: 20 }),
      { timeoutMs: 60_000, maxWaitMs: 60_000 },
    );
    expect(newest).toHaveLength(20);
    expect(await client.post.count()).toBe(0);
  } finally {
    await client.$disconnect();
  }
  expect(page).toContain("transaction.post.findMany({ orderBy: { createdAt: 'desc' }, take: 20 })");
  expect(page).toContain("await seed({ url, profile: 'demo', environment: 'development' });");
});
