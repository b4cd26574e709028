import path from 'node:path';
import { type Client, withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';
import { forumTemplate } from '../../../testing/forum-template.fixture.ts';
import { described } from './as-migrated.ts';

const database = useTestDatabase({ template: forumTemplate });

const linesOf = async (client: Client): Promise<string[]> => {
  const { rows } = await client.query<{ line: string }>(
    `SELECT line FROM (${described}) every ORDER BY line COLLATE "C"`,
  );
  return rows.map(({ line }) => `  ${JSON.stringify(line)},\n`);
};

test('what validation compares with is what the migrations make', async () => {
  const lines = await withConnection(database.url, linesOf);
  await expect(
    `// Made by as-migrated.test.ts from the migrations: \`npx vitest run src/seed/validation -u\`.
// oxfmt-ignore
/* oxlint-disable max-lines -- data: a line for each thing that the migrations made */
export const kept: readonly string[] = [\n${lines.join('')}];\n`,
  ).toMatchFileSnapshot(path.join(import.meta.dirname, 'kept.ts'));
});

test('checks made again from their own text, as a restored dump has them, are the same', async () => {
  await withConnection(database.url, async (client) => {
    const before = await linesOf(client);
    await client.query(`
      BEGIN;
      DO $$ DECLARE made record; BEGIN
        FOR made IN SELECT conrelid::regclass AS of, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS text
                      FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid <> 0 LOOP
          EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %s, ADD CONSTRAINT %2$s %3$s', made.of, made.name, made.text);
        END LOOP;
      END $$`);
    expect(await linesOf(client)).toEqual(before);
    await client.query('ROLLBACK');
  });
});
