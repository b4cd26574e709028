import path from 'node:path';
import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';
import { forumTemplate } from '../../../testing/forum-template.fixture.ts';
import { described } from './as-migrated.ts';

const database = useTestDatabase({ template: forumTemplate });

test('what validation compares with is what the migrations make', async () => {
  const lines = await withConnection(database.url, async (client) => {
    const { rows } = await client.query<{ line: string }>(
      `SELECT line FROM (${described}) every ORDER BY line COLLATE "C"`,
    );
    return rows.map(({ line }) => `  ${JSON.stringify(line)},\n`);
  });
  await expect(
    `// Made by as-migrated.test.ts from the migrations: \`npx vitest run src/seed/validation -u\`.
// oxfmt-ignore
/* oxlint-disable max-lines -- data: a line for each thing that the migrations made */
export const kept: readonly string[] = [\n${lines.join('')}];\n`,
  ).toMatchFileSnapshot(path.join(import.meta.dirname, 'kept.ts'));
});
