import path from 'node:path';

import { findWorkspaceRoot } from '@agora/postgres';
import { testServerUrl } from '@agora/testkit';
import { expect, test } from 'vitest';
import * as z from 'zod';

import { runAgora } from '../agora.fixture.ts';

const verified = z.object({
  summary: z.object({ rate: z.number() }),
  migrations: z.array(
    z.object({ migration: z.string(), outcome: z.string(), lost: z.array(z.string()).optional() }),
  ),
});

/** The forum's own project, as a person names it from the root. */
const config = ['--config', 'packages/db/prisma.config.ts'];

test(
  'every migration of the forum has its way back, and each is proven on filled tables',
  { timeout: 400_000 },
  async () => {
    const url = await testServerUrl();
    const options = { env: { DATABASE_URL: url }, timeoutMs: 390_000 };
    const missing = await runAgora(['migrate', 'down', '--check', '--json', ...config], options);
    expect(missing.json()).toEqual({ missing: [] });
    expect(missing.code).toBe(0);

    const run = await runAgora(['migrate', 'verify', '--trust', 'none', '--json', ...config], options);
    const { migrations, summary } = verified.parse(run.json());
    expect(migrations.filter(({ outcome }) => outcome !== 'proven')).toEqual([
      // Notices of a kind that is not known before it go with the kind.
      {
        migration: '20261130300000_follow_threads',
        outcome: 'proven with data loss',
        lost: ['public.notifications'],
      },
      // The words of short posts, which a search makes from their text, stay until it is written again.
      {
        migration: '20261201200000_keep_words_of_posts',
        outcome: 'proven with data loss',
        lost: ['public.posts.words'],
      },
    ]);
    expect(summary.rate).toBe(1);
    expect(run.code).toBe(0);
  },
);

test("the forum's documentation is what its schema and migrations say", async () => {
  const output = path.join(findWorkspaceRoot(import.meta.dirname), 'docs', 'database');
  const run = await runAgora(['migrate', 'docs', '--check', '--json', '--output', output, ...config], {
    env: { DATABASE_URL: await testServerUrl() },
  });
  expect(run.json()).toMatchObject({ differences: [] });
  expect(run.code).toBe(0);
});
