import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type PrismaProject, prismaProject } from '../../../../prisma-project.fixture.ts';

let project: PrismaProject;

const folders = async (): Promise<readonly string[]> =>
  (await readdir(project.migrations, { withFileTypes: true }))
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .toSorted();

async function texts(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const folder of await folders())
    for (const file of await readdir(path.join(project.migrations, folder)))
      found.set(`${folder}/${file}`, await readFile(path.join(project.migrations, folder, file), 'utf8'));
  return found;
}

beforeAll(async () => {
  project = await prismaProject();
  await project.write(
    'prisma/migrations/20260101000000_init/migration.sql',
    'CREATE TABLE "User" ("id" TEXT NOT NULL, "email" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));\nCREATE TABLE "Post" ("id" TEXT NOT NULL, "authorId" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));\n',
  );
  await project.agora('migrate', 'deploy');
  await project.query(`INSERT INTO "User" SELECT n::text, n::text FROM generate_series(1, 50) n`);
  await project.write(
    'prisma/migrations/20260102000000_authors/migration.sql',
    `-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;
`,
  );
});
afterAll(() => project.drop());

test('lint --fix rewrites what is pending, once, and what it makes deploys and leads back', async () => {
  const before = await texts();
  const tried = await project.agora('migrate', 'lint', '--fix', '--dry-run');
  expect(tried.code).toBe(0);
  expect(tried.stdout).toContain('CREATE UNIQUE INDEX CONCURRENTLY "User_email_key"');
  expect(await texts()).toEqual(before);

  const run = await project.agora('migrate', 'lint', '--fix', '--json');
  expect(run.code).toBe(0);
  const made = [
    '20260102000000_authors',
    '20260102000001_authors_user_email_key',
    '20260102000002_authors_validate',
  ];
  expect(JSON.parse(run.stdout)).toMatchObject({
    written: true,
    migrations: [
      {
        migration: '20260102000000_authors',
        left: [],
        files: made.map((name) => ({ name, proof: 'proven' })),
      },
    ],
  });
  expect(await folders()).toEqual(['20260101000000_init', ...made]);
  const after = await texts();
  expect(after.get(`${made[0]}/migration.sql`)).toContain('-- AddForeignKey\n');
  expect(after.get(`${made[2]}/down.sql`)).toContain('NOT VALID');
  expect((await project.agora('migrate', 'lint')).code).toBe(0);
  const proven = await readFile(path.join(project.migrations, 'agora.lock'), 'utf8');
  for (const name of made) expect(proven).toContain(name);

  const again = await project.agora('migrate', 'lint', '--fix');
  expect(again.code).toBe(0);
  expect(await texts()).toEqual(after);

  expect((await project.agora('migrate', 'deploy')).code).toBe(0);
  expect((await project.agora('migrate', 'rollback', '--steps', '3')).code).toBe(0);
  expect((await project.agora('migrate', 'deploy')).code).toBe(0);
});

test('a deploy fills the rows that are there, and then asks for them', async () => {
  await project.write(
    'prisma/migrations/20260102120000_tokens/migration.sql',
    'ALTER TABLE "User" ADD COLUMN "token" UUID NOT NULL DEFAULT gen_random_uuid();\n',
  );
  const run = await project.agora('migrate', 'lint', '--fix', 'tokens');
  expect(run).toMatchObject({ code: 0 });
  expect(await folders()).toContain('20260102120003_tokens_finish_2');
  expect(await project.agora('migrate', 'deploy')).toMatchObject({ code: 0 });
  expect(await project.query('SELECT count(DISTINCT "token")::int AS tokens FROM "User"')).toEqual([
    { tokens: 50 },
  ]);
  await expect(project.query(`INSERT INTO "User" VALUES ('x', 'x', NULL)`)).rejects.toMatchObject({
    code: '23502',
  });
  expect(await project.agora('migrate', 'lint')).toMatchObject({ code: 0 });
});

test('what is applied, and what has no safer form, stays as it is', async () => {
  const named = await project.agora('migrate', 'lint', '--fix', 'init');
  expect(named.code).toBe(1);
  expect(named.stderr).toContain('applied');
  await project.write(
    'prisma/migrations/20260103000000_no_tokens/migration.sql',
    'ALTER TABLE "User" DROP COLUMN "token";\n',
  );
  const before = await texts();
  const run = await project.agora('migrate', 'lint', '--fix');
  expect(run.code).toBe(2);
  expect(run.stdout).toContain('is parked by environments that say so');
  expect(await texts()).toEqual(before);
  expect((await project.agora('migrate', 'lint', '--dry-run')).code).toBe(64);
});
