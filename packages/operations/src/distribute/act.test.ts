import { type Client, withConnection } from '@agora/postgres';
import { createTestDatabase, type TestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { compareRemembered } from './act.ts';
import { type Fingerprint, readFingerprint } from './fingerprint.ts';
import { forgetKey, JOURNAL_SQL, readJournal, rememberKey, rememberRows } from './journal.ts';
import { readDistributePlan } from './read-plan.ts';
import type { SchemaTable } from './schema/table.ts';

const subject = 'public.shifts';
let database: TestDatabase;
let table: SchemaTable;

beforeAll(async () => {
  database = await createTestDatabase();
  await withConnection(database.url, (client) =>
    client.query(`CREATE TABLE shifts (org_id uuid, n int, lasts interval, costs money, PRIMARY KEY (org_id, n));
      INSERT INTO shifts SELECT gen_random_uuid(), n, make_interval(hours => n), n::money FROM generate_series(1, 9) n; ${JOURNAL_SQL}`),
  );
  table = (await readDistributePlan({ url: database.url, tenant: 'org_id' })).tables.get(subject)!;
});
afterAll(() => database.drop());

const withClient = <T>(use: (client: Client) => Promise<T>): Promise<T> => withConnection(database.url, use);

test('rows that were written while a table was moved are told once, and the next run goes on', () =>
  withClient(async (client) => {
    const remember = async (): Promise<Fingerprint> => {
      const before = await readFingerprint(client, table);
      await rememberRows(client, subject, before);
      return before;
    };
    const compare = (before: Fingerprint): Promise<unknown> =>
      compareRemembered(client, table, { subject, before });
    await expect(compare(await remember())).resolves.toMatchObject({ saw: '9 rows, the same' });
    const before = await remember();
    await client.query('INSERT INTO shifts VALUES (gen_random_uuid(), 10)');
    await expect(compare(before)).rejects.toMatchObject({ code: 'operations.rows_differ' });
    expect((await readJournal(client)).before).toEqual(new Map());
  }));

test('rows have one fingerprint whatever a session makes of their text', async () => {
  const plain = await withClient((client) => readFingerprint(client, table));
  const other = await withClient(async (client) => {
    await client.query(
      "SET IntervalStyle = 'iso_8601'; SET DateStyle = 'German'; SET bytea_output = 'escape'",
    );
    return readFingerprint(client, table);
  });
  expect(other).toEqual(plain);
});

async function readKeys() {
  const { plan, settled } = await readDistributePlan({ url: database.url, tenant: 'org_id' });
  const steps = plan.steps.filter(({ name }) => name.startsWith('keys'));
  return { steps, names: steps.map(({ name, subject: of }) => `${name} ${of}`), settled };
}

test('a key that is on again, or gone with its table, is not waited for', () =>
  withClient(async (client) => {
    await client.query(`CREATE TABLE people (org_id uuid, id int, PRIMARY KEY (org_id, id));
      ALTER TABLE shifts ADD who int, ADD CONSTRAINT who FOREIGN KEY (org_id, who) REFERENCES people`);
    const { steps, names: both } = await readKeys();
    const [key] = steps.flatMap((step) => step.key ?? []);
    await rememberKey(client, key!);
    expect(both).toEqual(['keys off public.shifts.who', 'keys on public.shifts.who']);
    expect(await readKeys()).toMatchObject({ names: both, settled: [key] });
    await client.query('ALTER TABLE shifts DROP CONSTRAINT who');
    expect(await readKeys()).toMatchObject({ names: ['keys on public.shifts.who'], settled: [] });
    await client.query('DROP TABLE people');
    expect(await readKeys()).toMatchObject({ names: [], settled: [key] });
    await forgetKey(client, key!);
  }));
