import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';
import { forumTemplate } from '../../testing/forum-template.fixture.ts';
import { seedCoverage } from './coverage.ts';
import { seed } from './seed.ts';

const database = useTestDatabase({ template: forumTemplate });

test('every table and column of the schema is filled by a factory, or left empty for a stated reason', async () => {
  expect(await seedCoverage(database.url)).toEqual([]);
});

test('a migration that adds a column or a table is noticed, and one that removes a column', async () => {
  await withConnection(database.url, (client) =>
    client.query(`
      ALTER TABLE posts ADD COLUMN language text;
      ALTER TABLE media DROP COLUMN alt_text;
      CREATE TABLE polls (id uuid PRIMARY KEY)`),
  );
  expect(await seedCoverage(database.url)).toMatchObject([
    { table: 'media', column: 'alt_text', problem: 'the table has no such column' },
    { table: 'polls', problem: 'no factory fills this table' },
    { table: 'posts', column: 'language', problem: 'no factory fills this column' },
  ]);
  // And a seed says so before it does anything.
  await expect(seed({ url: database.url, profile: 'minimal', environment: 'test' })).rejects.toMatchObject({
    code: 'seed.not_migrated',
    why: 'Missing: media.alt_text.',
  });
});
