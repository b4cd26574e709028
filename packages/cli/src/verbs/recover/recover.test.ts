import { withConnection, withDatabase } from '@agora/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startAgora } from '../../agora.fixture.ts';
import { type PrismaProject, prismaProject } from '../../prisma-project.fixture.ts';

let shop: PrismaProject;
let name = '';

beforeAll(async () => {
  shop = await prismaProject();
  name = new URL(shop.url).pathname.slice(1);
  await shop.write(
    'prisma/migrations/1_items/migration.sql',
    'CREATE TABLE "Items" (id serial PRIMARY KEY, name text);',
  );
  await shop.agora('migrate', 'deploy', '--quiet');
  await shop.query(`INSERT INTO "Items" (name) SELECT 'item ' || n FROM generate_series(1, 100) n`);
});

afterAll(() => shop.drop());

test('without a backup, and without the name of the database, nothing is touched', async () => {
  const none = await shop.agora('recover', '--confirm', name);
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('backup.not_found') });
  expect((await shop.agora('backup', 'create', '--quiet')).code).toBe(0);
  const planned = await shop.agora('recover', '--dry-run');
  expect(planned).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/none was ever verified[^]*to do +swap/),
  });
  const unnamed = await shop.agora('recover', '--confirm', 'other');
  expect(unnamed).toMatchObject({ code: 1, stderr: expect.stringContaining('cli.not_confirmed') });
  expect(await shop.query('SELECT count(*)::int FROM "Items"')).toEqual([{ count: 100 }]);
});

test('it is back, what was written since is named, and the old one goes by its own name', async () => {
  await shop.query('DELETE FROM "Items" WHERE id > 10');
  const recovered = await shop.agora('recover', '--confirm', name);
  expect(recovered).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/"public"\."Items": 90 removed[^]*serves, [\d.]+ s/),
  });
  expect(await shop.query('SELECT count(*)::int FROM "Items"')).toEqual([{ count: 100 }]);
  const status = await shop.agora('recover', 'status', '--json');
  const { kept }: { kept: readonly { database: string }[] } = JSON.parse(status.stdout);
  expect(kept).toHaveLength(1);
  const old = kept[0]!.database;
  // The newest backup is that of the old one.
  const listed = await shop.agora('backup', 'list', '--json');
  expect(listed.stdout).toContain(old);
  const over = await shop.agora('backup', 'restore', '--over', '--database', name);
  expect(over).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(new RegExp(`sessions ended, and ${name}-\\S+ put in its place`)),
  });
  // Nor is it what is taken where the store has none of the wanted database.
  const other = await shop.agora('backup', 'restore', '--over', '--database', 'it is other');
  expect(other.stderr).toMatch(new RegExp(`and ${name}-\\S+ put in its place[^]*--database 'it is other'`));
  expect(await shop.agora('recover', 'drop-old', '--confirm', name)).toMatchObject({ code: 1 });
  expect(await shop.agora('recover', 'drop-old', '--confirm', old)).toMatchObject({ code: 0 });
  const left = await withConnection(withDatabase(shop.url, 'postgres'), (client) =>
    client.query('SELECT FROM pg_database WHERE datname = $1', [old]),
  );
  expect(left.rowCount).toBe(0);
  expect(await shop.agora('recover', 'cancel')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('operations.no_recovery'),
  });
});

test('Ctrl-C leaves the old database kept and nobody in, says so, and the next command goes on', async () => {
  await shop.query('DELETE FROM "Items"');
  const running = startAgora(['recover', '--confirm', name], {
    cwd: shop.root,
    env: { DATABASE_URL: shop.url },
  });
  await running.printed('writers out:');
  running.kill('SIGINT');
  const stopped = await running.ended;
  expect(stopped).toMatchObject({
    code: 130,
    stderr: expect.stringMatching(
      /Nobody is let in\. The old database is kept as \S+\. agora recover goes on; agora recover cancel/,
    ),
  });
  await expect(shop.query('SELECT 1')).rejects.toMatchObject({ code: expect.stringContaining('postgres.') });
  const status = await shop.agora('recover', 'status', '--json');
  expect(JSON.parse(status.stdout)).toMatchObject({ journal: { database: name } });
  expect(await shop.agora('recover', '--confirm', name)).toMatchObject({
    stderr: expect.stringMatching(/goes on with the recovery[^]*serves, [\d.]+ s/),
  });
  expect(await shop.query('SELECT count(*)::int FROM "Items"')).toEqual([{ count: 100 }]);
});
