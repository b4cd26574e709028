import { randomUUID } from 'node:crypto';
import { type Client, withConnection, withTransaction } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { beforeAll, expect, test } from 'vitest';
import { elsewhere, here, id, insertForum } from '../testing/forum-rows.fixture.ts';
import { forumTemplate } from '../testing/forum-template.fixture.ts';

const database = useTestDatabase({ template: forumTemplate });
const user = id(1);

beforeAll(() => withConnection(database.url, insertForum));

const asApplication = <Result>(use: (client: Client) => Promise<Result>): Promise<Result> =>
  withConnection(database.url, (client) =>
    withTransaction(client, async () => {
      await client.query('SET LOCAL ROLE agora_app');
      await client.query('SELECT agora_set_community($1)', [here]);
      return use(client);
    }),
  );

const post = (amount: number, key: string, reason = 'POST'): Promise<{ balance: number; sequence: number }> =>
  asApplication(async (client) => {
    const { rows } = await client.query<{ balance: number; sequence: number }>(
      'SELECT balance_after AS balance, sequence FROM agora_post_points($1, $2, $3, $4, $5, $6)',
      [here, user, randomUUID(), amount, reason, key],
    );
    return rows[0]!;
  });

const points = (): Promise<number> =>
  withConnection(database.url, async (client) => {
    const { rows } = await client.query<{ points: number }>(
      'SELECT points FROM users WHERE community_id = $1 AND id = $2',
      [here, user],
    );
    return rows[0]!.points;
  });

test('an entry moves the balance, and its key used again changes nothing', async () => {
  expect(await post(20, 'welcome', 'WELCOME')).toEqual({ balance: 20, sequence: 1 });
  expect(await post(20, 'welcome', 'WELCOME')).toEqual({ balance: 20, sequence: 1 });
  expect(await points()).toBe(20);
});

test('a key that belongs to another entry, an amount of zero and an overdraft are refused', async () => {
  await expect(post(21, 'welcome', 'WELCOME')).rejects.toMatchObject({ code: '23505' });
  await expect(post(0, 'nothing')).rejects.toMatchObject({
    code: '23514',
    constraint: 'point_transactions_amount_check',
  });
  await expect(post(-21, 'too much')).rejects.toMatchObject({
    code: '23514',
    constraint: 'users_points_check',
  });
  expect(await points()).toBe(20);
});

test('concurrent writers leave a chain without a gap', async () => {
  const before = await points();
  await Promise.all(
    Array.from({ length: 24 }, (_, index) => post((index % 5) + 1, `concurrent ${index % 20}`)),
  );
  await withConnection(database.url, async (client) => {
    const { rows } = await client.query<{ broken: string; sum: number; entries: number; last: number }>(`
      SELECT count(*) FILTER (WHERE balance_after <> amount + coalesce(previous, 0) OR sequence <> position) AS broken,
        sum(amount)::int AS sum, count(*)::int AS entries, max(balance_after) FILTER (WHERE position = total)::int AS last
      FROM (SELECT *, lag(balance_after) OVER w AS previous, row_number() OVER w AS position, count(*) OVER () AS total
        FROM point_transactions WINDOW w AS (ORDER BY sequence)) entry`);
    expect(rows[0]).toMatchObject({ broken: '0', entries: 21 });
    expect(rows[0]!.sum).toBe(await points());
    expect(rows[0]!.last).toBe(await points());
    expect(await points()).toBeGreaterThan(before);
  });
});

test.each([
  'UPDATE point_transactions SET amount = 1',
  'DELETE FROM point_transactions',
  'TRUNCATE point_transactions',
])('the ledger refuses even a superuser: %s', async (statement) => {
  await withConnection(database.url, (client) =>
    expect(client.query(statement)).rejects.toMatchObject({
      code: '23001',
      message: expect.stringContaining('append-only'),
    }),
  );
});

test.each([
  'UPDATE users SET points = 1000000',
  'UPDATE users SET ledger_sequence = 0',
  `INSERT INTO users (community_id, id, email, username, display_name, password_hash, points)
   VALUES ('${here}', '${id(9)}', 'rich@example.com', 'rich', 'Rich', 'x', 1000000)`,
  `INSERT INTO users (community_id, id, email, username, display_name, password_hash, ledger_sequence)
   VALUES ('${here}', '${id(9)}', 'rich@example.com', 'rich', 'Rich', 'x', 1)`,
  `INSERT INTO point_transactions (community_id, id, user_id, sequence, amount, balance_after, reason, idempotency_key)
   VALUES ('${here}', '${id(9)}', '${id(1)}', 99, 1, 1, 'POST', 'forged')`,
  'ALTER TABLE point_transactions DISABLE TRIGGER ALL',
])('the application cannot go around the ledger: %s', async (statement) => {
  await expect(asApplication((client) => client.query(statement))).rejects.toMatchObject({ code: '42501' });
});

const register = (community: string): Promise<number | null> =>
  asApplication(async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO users (community_id, id, email, username, display_name, password_hash)
       VALUES ($1, $2, 'new@example.com', 'new', 'New', 'x')`,
      [community, id(8)],
    );
    return rowCount;
  });

test('the application makes users with an empty ledger, in its own community alone', async () => {
  await expect(register(elsewhere)).rejects.toMatchObject({ code: '42501' });
  expect(await register(here)).toBe(1);
});
