import { readFileSync } from 'node:fs';
import path from 'node:path';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';
import { createForum } from './index.ts';
import { forumTemplate } from './testing/forum-template.fixture.ts';
import { seed, validateSeeds } from './seed/index.ts';

const database = useTestDatabase({ template: forumTemplate });
const page = readFileSync(path.join(import.meta.dirname, '..', 'README.md'), 'utf8');

test('what README.md shows works', async () => {
  const { url } = database;
  await seed({ url, profile: 'demo', environment: 'development' });
  expect(await validateSeeds({ url })).toMatchObject({ holds: true });
  const forum = createForum(url, { role: 'agora_app' });
  try {
    const [community] = await forum.prisma.community.findMany();
    const newest = await forum.for(community!.id).post.findMany({ orderBy: { createdAt: 'desc' }, take: 20 });
    expect(newest).toHaveLength(20);
    expect(await forum.prisma.post.count()).toBe(0);
  } finally {
    await forum.end();
  }
  expect(page).toContain("post.findMany({ orderBy: { createdAt: 'desc' }, take: 20 })");
  expect(page).toContain("await seed({ url, profile: 'demo', environment: 'development' });");
});
