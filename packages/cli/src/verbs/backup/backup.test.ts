import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { withConnection, withDatabase } from '@agora/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type PrismaProject, prismaProject } from '../../prisma-project.fixture.ts';

let shop: PrismaProject;
const databases: string[] = [];
const nameOf = (url: string): string => new URL(url).pathname.slice(1);

beforeAll(async () => {
  shop = await prismaProject();
  await mkdir(path.join(shop.migrations, '20240101000000_items'));
  await shop.write(
    'prisma/migrations/20240101000000_items/migration.sql',
    'CREATE TABLE "Items" (id serial PRIMARY KEY, name text NOT NULL);',
  );
  await writeFile(
    path.join(shop.root, 'agora.config.json'),
    JSON.stringify({
      backups: { store: 'the backups', keep: { hours: 0, daily: 1 } },
      environments: { production: { backup: { file: 'proof.json' } } },
    }),
  );
  await shop.agora('migrate', 'deploy', '--quiet');
  await shop.query(`INSERT INTO "Items" (name) SELECT 'item ' || n FROM generate_series(1, 100) n`);
});
afterAll(async () => {
  for (const name of databases)
    await withConnection(withDatabase(shop.url, 'postgres'), (client) =>
      client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
    );
  await shop.drop();
});

test('a backup is made, verified with the proof that deploys ask for, listed, and restored beside', async () => {
  const made = await shop.agora('backup', 'create', '--verify', '--env', 'production', '--json');
  expect(made).toMatchObject({ code: 0 });
  expect(made.json()).toMatchObject({
    database: nameOf(shop.url),
    history: [{ schema: 'public', migration: '20240101000000_items', applied: 1 }],
    encrypted: false,
    verifiedAt: expect.any(String),
  });
  const proof: unknown = JSON.parse(await readFile(path.join(shop.root, 'proof.json'), 'utf8'));
  expect(proof).toMatchObject({ database: nameOf(shop.url), verifiedAt: expect.any(String) });
  const gate = await shop.agora('migrate', 'deploy', '--env', 'production');
  expect(gate).toMatchObject({ code: 0 });

  const listed = await shop.agora('backup', 'list');
  expect(listed.stdout).toContain('20240101000000_items');
  databases.push(`${nameOf(shop.url)}_again`);
  const restored = await shop.agora('backup', 'restore', '--database', `${nameOf(shop.url)}_again`);
  expect(restored).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('stands at 20240101000000_items'),
  });
  const rows = await withConnection(withDatabase(shop.url, `${nameOf(shop.url)}_again`), (client) =>
    client.query(`INSERT INTO "Items" (name) VALUES ('next') RETURNING id`),
  );
  expect(rows.rows).toEqual([{ id: 101 }]);
});

test('a database gives way only by its name, and is kept', async () => {
  const name = nameOf(shop.url);
  const exists = await shop.agora('backup', 'restore', '--database', name);
  expect(exists).toMatchObject({ code: 1, stderr: expect.stringContaining('backup.database_exists') });
  const unconfirmed = await shop.agora(
    'backup',
    'restore',
    '--over',
    '--database',
    name,
    '--confirm',
    'other',
  );
  expect(unconfirmed).toMatchObject({ code: 1, stderr: expect.stringContaining('cli.not_confirmed') });
  await shop.query('DELETE FROM "Items"');
  const over = await shop.agora(
    'backup',
    'restore',
    '--over',
    '--database',
    name,
    '--confirm',
    name,
    '--json',
  );
  expect(over).toMatchObject({ code: 0 });
  const { setAside }: { setAside: string } = JSON.parse(over.stdout);
  databases.push(setAside);
  expect(await shop.query('SELECT count(*)::int AS count FROM "Items"')).toEqual([{ count: 100 }]);
  const old = await withConnection(withDatabase(shop.url, setAside), (client) =>
    client.query('SELECT count(*)::int AS count FROM "Items"'),
  );
  expect(old.rows).toEqual([{ count: 0 }]);
});

test('a table comes back alone', async () => {
  const refused = await shop.agora('backup', 'restore', '--table', 'Items');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('--into public.Items_restored') });
  const restored = await shop.agora(
    'backup',
    'restore',
    '--table',
    'public."Items"',
    '--into',
    'public.before',
    '--json',
  );
  expect(restored.json()).toMatchObject({ table: '"public"."before"', rows: 100, created: true });
  expect(await shop.query('SELECT count(*)::int AS count FROM before')).toEqual([{ count: 100 }]);
  await shop.query('DROP TABLE before');
  expect(await shop.agora('backup', 'restore', '--into', 'x')).toMatchObject({ code: 1 });
});

test('with a key it is encrypted, and without it nothing can be read', async () => {
  const key = path.join(shop.root, 'key file.txt');
  await writeFile(key, 'correct horse battery\n');
  const made = await shop.agora('backup', 'create', '--store', 'sealed', '--key-file', key, '--json');
  expect(made).toMatchObject({ code: 0 });
  const { location }: { location: string } = JSON.parse(made.stdout);
  expect(await readFile(path.join(location, 'manifest.json'), 'utf8')).not.toContain('Items');
  expect(await shop.agora('backup', 'verify', '--store', 'sealed')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('backup.key_needed'),
  });
  expect((await shop.agora('backup', 'copy', '--store', 'sealed')).code).toBe(64);
  const copy = ['backup', 'copy', '--store', 'sealed', '--to', 'the copies', '--json'];
  const copied: { sent: number } = JSON.parse((await shop.agora(...copy)).stdout);
  expect((await shop.agora(...copy)).json()).toMatchObject({ sent: 0, kept: copied.sent });
  await writeFile(key, 'another passphrase\n');
  expect(await shop.agora('backup', 'verify', '--store', 'sealed', '--key-file', key)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('backup.wrong_key'),
  });
  await writeFile(key, 'correct horse battery\n');
  expect(await shop.agora('backup', 'verify', '--store', 'sealed', '--key-file', key)).toMatchObject({
    code: 0,
  });
});

test('a deploy makes and verifies a backup first, where the environment says so', async () => {
  const config = path.join(shop.root, 'agora.config.json');
  const before = await readFile(config, 'utf8');
  await writeFile(
    config,
    JSON.stringify({
      backups: { store: 'before deploys' },
      environments: { production: { backup: { before: 'create' } } },
    }),
  );
  await shop.write(
    'prisma/migrations/20240202000000_more/migration.sql',
    'ALTER TABLE "Items" ADD "note" text;',
  );
  const dry = await shop.agora('migrate', 'deploy', '--env', 'production', '--dry-run');
  expect(dry.stderr + dry.stdout).toContain('migrations.backup_required');
  const deployed = await shop.agora('migrate', 'deploy', '--env', 'production');
  expect(deployed).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('one is made and verified first'),
  });
  const again = await shop.agora('migrate', 'deploy', '--env', 'production');
  expect(again.stderr).not.toContain('one is made');
  const listed = await shop.agora('backup', 'list', '--json');
  expect(listed.json()).toMatchObject({
    backups: [{ head: { history: [{ migration: '20240101000000_items' }] }, verifiedAt: expect.any(String) }],
  });
  await writeFile(config, before);
});

test('a proof of pgBackRest is written only where it has a backup', async () => {
  const run = await shop.agora(
    'backup',
    'proof',
    '--stanza',
    'no such stanza',
    '--proof',
    'other-proof.json',
  );
  expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('backup.others') });
  await expect(readFile(path.join(shop.root, 'other-proof.json'))).rejects.toThrow('ENOENT');
});

test('prune says what goes and why the rest stays, and keeps the last verified one', async () => {
  expect(await shop.agora('backup', 'create', '--quiet')).toMatchObject({ code: 0 });
  expect(await shop.agora('backup', 'create', '--quiet')).toMatchObject({ code: 0 });
  const planned = await shop.agora('backup', 'prune', '--dry-run');
  expect(planned.stdout).toMatch(/remove .*[^]*the last verified[^]*the newest/);
  const pruned = await shop.agora('backup', 'prune', '--json');
  expect(pruned).toMatchObject({ code: 0 });
  expect(pruned.json()).toMatchObject({ removed: [expect.any(String)] });
  await rm(path.join(shop.root, 'agora.config.json'));
  expect(await shop.agora('backup', 'prune', '--store', 'the backups')).toMatchObject({ code: 1 });
});
