import { setTimeout as sleep } from 'node:timers/promises';

import { testServerUrl } from '@agora/testkit';
import { expect, it } from 'vitest';

import { fixtureProject } from '../../project.fixture.ts';
import { deploy } from '../deploy.ts';
import { clientOf, type PrismaClient } from './client.fixture.ts';
import { contractExpansions } from './contract.ts';
import { expandInto } from './expanded-project.fixture.ts';

const INIT = `CREATE TABLE "users" ("id" SERIAL NOT NULL, "name" TEXT NOT NULL, "visits" INTEGER NOT NULL DEFAULT 0, CONSTRAINT "users_pkey" PRIMARY KEY ("id"));
CREATE UNIQUE INDEX "users_name_key" ON "users"("name");
CREATE TABLE "posts" ("id" SERIAL NOT NULL, "author" TEXT NOT NULL, CONSTRAINT "posts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "posts_author_fkey" FOREIGN KEY ("author") REFERENCES "users"("name") ON DELETE CASCADE ON UPDATE CASCADE);`;

const models = (field: string, number: string): string => `model users {
  id Int @id @default(autoincrement())
  ${field} String @unique(map: "users_name_key")
  visits ${number} @default(0)
  posts posts[]
}
model posts {
  id Int @id @default(autoincrement())
  author String
  user users @relation(fields: [author], references: [${field}])
}`;

type Client = PrismaClient<'users' | 'posts'>;

/** Writes, upserts, follows the relation and reads, each time with what was written before. */
async function use(client: Client, field: string, label: string): Promise<void> {
  const visits = field === 'name' ? 1 : 1n;
  const name = `${label} ${Math.random()}`;
  const user = await client.users.create({
    data: { [field]: name, posts: { create: [{}] } },
    include: { posts: true },
  });
  expect(user).toMatchObject({ [field]: name, posts: [{ author: name }] });
  const again = await client.users.upsert({
    where: { [field]: name },
    create: { [field]: name },
    update: { [field]: `${name}!`, visits: { increment: 1 } },
  });
  expect(again).toMatchObject({ id: user['id'], [field]: `${name}!`, visits });
  const found = await client.users.findUnique({ where: { [field]: `${name}!` }, include: { posts: true } });
  expect(found).toMatchObject({ id: user['id'], posts: [{ author: `${name}!` }] });
  const like = await client.users.findMany({
    where: { [field]: { startsWith: name } },
    orderBy: { [field]: 'asc' },
  });
  expect(like).toHaveLength(1);
}

/** Until there is no more to be done; how often. */
const keepOn = async (client: Client, field: string, label: string, more: () => boolean): Promise<number> => {
  let rounds = 0;
  for (; more(); rounds += 1) await use(client, field, label);
  return rounds;
};

it('serves the clients of the old and of the new schema at once', async () => {
  const fixture = await fixtureProject();
  const { project } = await expandInto(
    fixture,
    INIT,
    'ALTER TABLE "users" RENAME COLUMN "name" TO "displayName"; ALTER TABLE "users" ALTER COLUMN "visits" SET DATA TYPE BIGINT;',
  );
  const { url, directory } = fixture;
  await fixture.query("INSERT INTO users (name) SELECT 'row ' || n FROM generate_series(1, 500) n");
  const old = await clientOf<'users' | 'posts'>(fixture, 'old', models('name', 'Int'));
  const next = await clientOf<'users' | 'posts'>(fixture, 'next', models('displayName', 'BigInt'));
  let during = true;
  try {
    const before = keepOn(old, 'name', 'old', () => during);
    const deployed = await deploy({ url, directory });
    expect(deployed.results.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
    let contracted = false;
    const after = keepOn(next, 'displayName', 'new', () => !contracted);
    await sleep(500);
    during = false;
    expect(await before).toBeGreaterThan(1);
    await contractExpansions({ project, adminUrl: await testServerUrl() });
    const last = await deploy({ url, directory });
    expect(last.results.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
    contracted = true;
    expect(await after).toBeGreaterThan(1);
    await use(next, 'displayName', 'later');
  } finally {
    during = false;
    await old.$disconnect();
    await next.$disconnect();
  }
}, 120_000);
