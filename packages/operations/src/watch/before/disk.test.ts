import { makeScript } from '@agora/migrations';
import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { checkDisk } from './disk.ts';

const database = useTestDatabase();

test.each([
  ['prints no number', ['-e', 'console.log("many")'], 'printed no number of bytes'],
  ['fails', ['-e', 'process.exit(3)'], 'failed (Command failed'],
])('a command for the free space that %s is told of', async (_, parameters, told) => {
  const script = makeScript('migration.sql', 'CREATE TABLE t (id int); CREATE INDEX ON t (id)');
  const options = { schema: 'public', freeSpace: [process.execPath, ...parameters], cwd: '.' };
  const seen = await withConnection(database.url, (client) =>
    checkDisk(client, { steps: [{ script }] }, options),
  );
  expect(seen.skipped).toBe(true);
  expect(seen.saw).toContain(told);
});
