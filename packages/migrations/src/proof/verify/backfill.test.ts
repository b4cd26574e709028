import { testServerUrl } from '@agora/testkit';
import { expect, test } from 'vitest';

import { type BackfillText, renderBackfill, renderBackfillGuard } from '../../project/backfill-file.ts';
import { makeScript, type Migration } from '../../project/folder.ts';
import type { MigrationReport } from './findings.ts';
import { walkHistory } from './verify.ts';

const script = (name: string, file: string, sql: string) => makeScript(`/x/${name}/${file}`, sql);

function migration(name: string, up: string, down: string, backfill?: BackfillText): Migration {
  return {
    name,
    directory: `/x/${name}`,
    up: script(name, 'migration.sql', up),
    down: script(name, 'down.sql', down),
    ...(backfill === undefined
      ? {}
      : { backfill: { kind: 'sql', script: script(name, 'backfill.sql', renderBackfill(backfill)) } }),
  };
}

const POSTS = migration(
  '1_posts',
  'CREATE TABLE posts (id int PRIMARY KEY, title text NOT NULL)',
  'DROP TABLE posts',
);
const doneWhen = 'SELECT NOT EXISTS (SELECT FROM posts WHERE slug IS NULL)';
const SLUGS: BackfillText = {
  table: 'posts',
  key: ['id'],
  doneWhen,
  statement: 'UPDATE posts SET slug = lower(title) WHERE slug IS NULL AND :batch',
};
const ADD = ['2_slugs', 'ALTER TABLE posts ADD slug text', 'ALTER TABLE posts DROP slug'] as const;
const REQUIRE = migration(
  '3_require',
  `-- agora: after backfill 2_slugs\n${renderBackfillGuard('2_slugs', doneWhen)}\nALTER TABLE posts ALTER slug SET NOT NULL`,
  'ALTER TABLE posts ALTER slug DROP NOT NULL',
);

async function prove(...migrations: Migration[]): Promise<readonly MigrationReport[]> {
  return walkHistory(migrations, { adminUrl: await testServerUrl() });
}

test('what a later migration requires holds on the rows of a proof, since the backfill runs in it', async () => {
  const reports = await prove(POSTS, migration(...ADD, SLUGS), REQUIRE);
  expect(reports).toMatchObject([{}, { outcome: 'proven', lost: [] }, { outcome: 'proven', lost: [] }]);
});

test('a backfill that overwrites values is a loss of its way back', async () => {
  const shout = {
    ...SLUGS,
    statement: "UPDATE posts SET title = upper(title) || '!', slug = 'x' WHERE slug IS NULL AND :batch",
  };
  const [, report] = await prove(POSTS, migration(...ADD, shout));
  expect(report).toMatchObject({ outcome: 'proven with data loss', lost: ['public.posts.title'] });
});

test('one that does not do what its query asks fails its proof', async () => {
  const idle = { ...SLUGS, statement: "UPDATE posts SET slug = 'x' WHERE slug IS NULL AND false AND :batch" };
  const [, report] = await prove(POSTS, migration(...ADD, idle));
  expect(report?.notes.join('\n')).toContain('still not true');
});

test('a backfill that does not run says where', async () => {
  const wrong = { ...SLUGS, statement: 'UPDATE posts SET slug = nowhere\n WHERE slug IS NULL AND :batch' };
  await expect(prove(POSTS, migration(...ADD, wrong))).rejects.toMatchObject({
    why: expect.stringMatching(/backfill\.sql:3.*nowhere/),
  });
});
