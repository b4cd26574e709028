import { slowTests } from '@agora/testkit';
import { expect, it } from 'vitest';

import { fixtureProject } from '../../project.fixture.ts';
import { clientServes } from '../../script/release-order.ts';
import { clientOf, type Model } from './client.fixture.ts';

const UUID = '6b1f9d0a-0d9b-4a6e-9f3e-111111111111';
const DAY = new Date('2020-01-02T00:00:00.000Z');

/** A type in the Prisma schema and in the database, a value of it as the client sends it, and as text. */
type Sample = readonly [field: string, type: string, value: unknown, text: string];

const samples: readonly Sample[] = [
  ['Int? @db.SmallInt', 'smallint', 1, '1'],
  ['Int?', 'integer', 1, '1'],
  ['BigInt?', 'bigint', 1n, '1'],
  ['Float? @db.Real', 'real', 1, '1'],
  ['Float?', 'double precision', 1, '1'],
  ['Decimal?', 'numeric', '1', '1'],
  ['String?', 'text', '1', '1'],
  ['String? @db.Uuid', 'uuid', UUID, UUID],
  ['Boolean?', 'boolean', true, 'true'],
  ['DateTime?', 'timestamp(3) without time zone', DAY, '2020-01-02 00:00:00'],
  ['DateTime? @db.Timestamptz(3)', 'timestamp(3) with time zone', DAY, '2020-01-02 00:00:00+00'],
  ['DateTime? @db.Date', 'date', DAY, '2020-01-02'],
  ['Json? @db.Json', 'json', {}, '{}'],
  ['Json?', 'jsonb', {}, '{}'],
  ['Kind?', 'enum', 'A', 'A'],
];

it.runIf(slowTests)(
  'knows which types of a column a client with another one works with',
  async () => {
    const fixture = await fixtureProject();
    const models = samples.map(([field], n) => `model m${n} {\n  id Int @id\n  v ${field}\n}`);
    const client = await clientOf<string>(fixture, 'types', `enum Kind {\n  A\n}\n${models.join('\n')}`);
    await fixture.query(`CREATE TYPE "Kind" AS ENUM ('A')`);
    const wrong: string[] = [];
    try {
      for (const own of samples)
        for (const other of samples) {
          if (own === other) continue;
          const name = `m${samples.indexOf(own)}`;
          const [type, text] = [
            other[1] === 'enum' ? '"Kind"' : other[1],
            (other[1] === 'text' ? own : other)[3],
          ];
          await fixture.query(
            `DROP TABLE IF EXISTS ${name}; CREATE TABLE ${name} (id int PRIMARY KEY, v ${type}); INSERT INTO ${name} VALUES (1, '${text}')`,
          );
          const value = own[1] === 'text' ? other[3] : own[2];
          const works = await worksWith(
            client[name],
            value,
            own[1].startsWith('json') ? { equals: value } : value,
          );
          if (works !== clientServes(own[1], other[1]))
            wrong.push(`${own[1]} on ${other[1]}: ${String(works)}`);
        }
    } finally {
      await client.$disconnect();
    }
    expect(wrong).toEqual([]);
  },
  120_000,
);

/** Whether a client reads what is there, writes a value of its own, reads that, and finds rows by it. */
async function worksWith(model: Model | undefined, value: unknown, filter: unknown): Promise<boolean> {
  try {
    await model?.findUnique({ where: { id: 1 } });
    await model?.updateMany({ where: { id: 1 }, data: { v: value } });
    await model?.findUnique({ where: { id: 1 } });
    await model?.findMany({ where: { v: filter } });
    return true;
  } catch {
    return false;
  }
}
