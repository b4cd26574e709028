import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createTestDatabase, slowTests, type TestDatabase } from '../../packages/testkit/src/index.ts';
import { filesBelow } from '../checks/source-files.ts';
import { copyWorkspace, type WorkspaceCopy } from './workspace-copy.fixture.ts';

// What a newcomer edits by hand to give the forum a table of its own and people a column, done in a copy of the
// workspace. Everything else comes of commands, and in the end the forum is started, seeded and asked.
let copy: WorkspaceCopy;
let database: TestDatabase;

/** Files edited by hand, by what they were edited for. */
const bills = new Map<string, Set<string>>();

/** Puts text behind an anchor that stands in a file once. */
function edit(bill: string, file: string, anchor: string, text: string): void {
  const before = readFileSync(path.join(copy.directory, file), 'utf8');
  expect(before.split(anchor), `${file}: ${anchor}`).toHaveLength(2);
  writeFileSync(
    path.join(copy.directory, file),
    before.replace(anchor, () => `${anchor}${text}`),
  );
  bills.set(bill, (bills.get(bill) ?? new Set()).add(file));
}

/** Answers a column beside another, in each file of the API that answers the other; returns these files. */
function serveBeside(field: string, added: string, schema: string): string[] {
  const forms: readonly [RegExp, string][] = [
    [new RegExp(`\\b${field}: z\\.[^,]*,`, 'g'), ` ${added}: ${schema},`],
    [new RegExp(`\\b${field}: true,`, 'g'), ` ${added}: true,`],
  ];
  return filesBelow(copy.directory, 'apps/api/src/domain/profiles').filter((file) => {
    const before = readFileSync(path.join(copy.directory, file), 'utf8');
    let after = before;
    for (const [form, text] of forms) after = after.replaceAll(form, (found) => `${found}${text}`);
    writeFileSync(path.join(copy.directory, file), after);
    return after !== before;
  });
}

async function succeed(folder: string, command: readonly string[]): Promise<void> {
  expect(await copy.run(folder, command)).toMatchObject({ code: 0 });
}

const source = ['node', '--conditions=source', '--import', 'tsx'];
const agora = (...words: string[]): Promise<void> =>
  succeed('', ['env', `DATABASE_URL=${database.url}`, ...source, 'apps/tooling/src/main.ts', ...words]);

const migrations = 'packages/db/prisma/migrations';

/** What commands write, and nobody edits. */
const derived = [
  new RegExp(`^${migrations}/`),
  /^packages\/api-client\/(?:openapi\.json|src\/api-types\.ts)$/,
  /\.sql\.ts$/,
];

describe
  .runIf(slowTests && process.platform !== 'win32')
  .sequential('a newcomer’s bill', { timeout: 900_000 }, () => {
    beforeAll(async () => {
      copy = copyWorkspace();
      database = await createTestDatabase();
    });
    afterAll(async () => {
      await database.drop();
      copy.remove();
    });

    test('of a seeded table is four files', async () => {
      const bill = 'a seeded table';
      const schema = 'packages/db/prisma/schema/community.prisma';
      edit(bill, schema, '  idempotencyKeys   IdempotencyKey[]\n', '  houseRules        HouseRule[]\n');
      edit(
        bill,
        schema,
        '  @@map("communities")\n}\n',
        `
/// What a community asks of its members.
model HouseRule {
  communityId String   @map("community_id") @db.Uuid
  id          String   @default(uuid(7)) @db.Uuid
  position    Int      @db.SmallInt
  text        String   @db.VarChar(300)
  createdAt   DateTime @default(now()) @map("created_at") @db.Timestamptz(3)

  community Community @relation(fields: [communityId], references: [id], onDelete: Restrict, onUpdate: Restrict)

  @@id([communityId, id])
  @@map("house_rules")
}
`,
      );
      await agora('migrate', 'create', '--name', 'add_house_rules');
      const migration = readdirSync(path.join(copy.directory, migrations)).find((name) =>
        name.endsWith('add_house_rules'),
      );
      // Who may see a row is no part of a Prisma schema.
      edit(
        bill,
        `${migrations}/${migration}/migration.sql`,
        'ON DELETE RESTRICT ON UPDATE RESTRICT;',
        `

ALTER TABLE "house_rules" OWNER TO agora_owner;
GRANT SELECT ON "house_rules" TO agora_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "house_rules" TO agora_loader;
ALTER TABLE "house_rules" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "house_rules" FORCE ROW LEVEL SECURITY;
CREATE POLICY "community" ON "house_rules" USING ("community_id" = nullif(current_setting('agora.community_id', true), '')::uuid);
`,
      );
      await succeed('packages/db', ['npm', 'run', '--silent', 'generate']);
      await succeed('', ['node', '--import', 'tsx', 'scripts/new/main.ts', 'factory', 'house-rules']);
      const factories = 'packages/db/src/seed/factories';
      edit(bill, `${factories}/house-rules.ts`, "      text: 'Say what", ' others would say to your face.');
      bills.get(bill)?.add(`${factories}/index.ts`);

      await succeed('packages/db', ['tsc', '-p', 'tsconfig.json']);
      await succeed('packages/db', [
        'oxlint',
        '-c',
        '../../.oxlintrc.json',
        '--type-aware',
        '--deny-warnings',
        'src/seed/factories',
      ]);
      await succeed('packages/db', [
        'vitest',
        'run',
        'src/seed/factories/house-rules.test.ts',
        'src/seed/factories/factory.test.ts',
      ]);
      const left = [`${factories}/house-rules.test.ts`];
      expect(copy.changed().filter((file) => !derived.some((one) => one.test(file)))).toEqual(
        [...bills.get(bill)!, ...left]
          .filter((file) => !file.startsWith(migrations))
          .toSorted((a, b) => a.localeCompare(b)),
      );
      expect(bills.get(bill)!.size).toBe(4);
    });

    test('of a seeded and served column of people is at most five files', async () => {
      const bill = 'a column';
      const before = new Set(copy.changed());
      edit(
        bill,
        'packages/db/prisma/schema/account.prisma',
        '  bio             String     @default("") @db.VarChar(1000)\n',
        '  signature       String?    @db.VarChar(200)\n',
      );
      await agora('migrate', 'create', '--name', 'add_signature');
      await succeed('packages/db', ['npm', 'run', '--silent', 'generate']);
      const users = 'packages/db/src/seed/factories/users.ts';
      edit(bill, users, "    bio: 'text',\n", "    signature: 'text',\n");
      edit(
        bill,
        users,
        "      bio: person.bio.replace('{place}', person.place),\n",
        '      signature: `${person.firstName} from ${person.place}`,\n',
      );
      edit(
        bill,
        users,
        '      bio: (cell, { texts }, user) => cell.bytes(texts.bio(user)),\n',
        '      signature: (cell) => cell.null(),\n',
      );
      const served = serveBeside('bio', 'signature', 'z.string().nullable()');
      for (const file of served) bills.get(bill)?.add(file);
      if (served.some((file) => file.endsWith('.sql')))
        await succeed('apps/api', ['npm', 'run', '--silent', 'generate:sql']);
      await succeed('apps/api', ['npm', 'run', '--silent', 'generate:client']);

      for (const folder of ['packages/db', 'apps/api', 'packages/api-client'])
        await succeed(folder, ['tsc', '-p', 'tsconfig.json']);
      const edited = copy
        .changed()
        .filter((file) => !before.has(file) && !derived.some((one) => one.test(file)));
      expect(edited).toEqual([...bills.get(bill)!].toSorted((a, b) => a.localeCompare(b)));
      expect(bills.get(bill)!.size).toBeLessThanOrEqual(5);
    });

    test('is paid: the forum starts with both', async () => {
      const forum = await startForum();
      try {
        const bob = await fetch(`${forum.url}/c/agora/users/bob`);
        expect([bob.status, await bob.json()]).toMatchObject([
          200,
          { signature: expect.stringMatching(/ from /) },
        ]);
        await agora('seed', 'status');
        await agora('seed', 'validate');
      } finally {
        await forum.stop();
      }
    });
  });

/** `agora up` of the copy on a database of its own: it migrates, seeds and serves. */
async function startForum(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const [, ...flags] = source;
  const words = [...flags, 'apps/tooling/src/main.ts', 'up', '--port', String(port)];
  const child = spawn(process.execPath, words, {
    cwd: copy.directory,
    env: { ...process.env, DATABASE_URL: database.url, NODE_ENV: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}/health/ready`))) {
    if (child.exitCode !== null) throw new Error(Buffer.concat(output).toString());
    await sleep(100);
  }
  return { url, stop: () => stopped(child) };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function stopped(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
