import { withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { expect, test } from 'vitest';

import { collect } from './collect.ts';
import { between } from './counters.ts';
import { readMetrics } from './metrics.ts';
import { queriesSource } from './queries.ts';
import { windowOf } from './source.ts';
import { namesTable, statementsSource } from './statements.ts';

const database = useTestDatabase();

test('queries are timed by the server, leave nothing behind, and one that fails is told of', async () => {
  await withConnection(database.url, (client) => client.query('CREATE TABLE seen (id int)'));
  const source = queriesSource(database.url, [
    { name: 'naps', sql: 'SELECT pg_sleep(0.02)', control: false },
    { name: 'writes', sql: 'INSERT INTO seen VALUES (1)', control: false },
    { name: 'shows', sql: 'SHOW server_version', control: true },
    { name: 'fails', sql: 'SELECT * FROM nowhere', control: false },
  ]);
  const collected = await collect([source], { windows: 2 });
  await source.close();
  const [first] = collected.get('naps')!.windows;
  expect(first!.quickMs).toBeGreaterThan(19);
  expect(first!.errors).toBe(0);
  expect(collected.get('shows')).toMatchObject({ control: true, windows: [{ errors: 0 }, { errors: 0 }] });
  const [failed] = collected.get('fails')!.windows;
  expect(failed!.calls).toBeGreaterThan(2);
  expect(failed).toMatchObject({ errors: failed!.calls });
  expect(failed).not.toHaveProperty('meanMs');
  const { rows } = await withConnection(database.url, (client) => client.query('SELECT FROM seen'));
  expect(rows).toEqual([]);
});

test('a database that is away has failed, and the source goes on', async () => {
  const source = queriesSource('postgresql://me@127.0.0.1:9/shop', [
    { name: 'any', sql: 'SELECT 1', control: false },
  ]);
  const collected = await collect([source], { windows: 2 });
  await source.close();
  const calls = collected.get('any')!.windows.reduce((sum, window) => sum + window.calls, 0);
  expect(calls).toBeGreaterThan(0);
});

test('a window knows the mean, the quickest, and what failed', () => {
  expect(windowOf([])).toEqual({ calls: 0, errors: 0 });
  const calls = [
    { ok: true, ms: 4, serverMs: 3 },
    { ok: true, ms: 8 },
    { ok: false, ms: 1000 },
  ];
  expect(windowOf(calls)).toEqual({ calls: 3, errors: 1, meanMs: 6, quickMs: 3 });
});

test('of counters the difference counts, and one that was set back says nothing', () => {
  const counter = { name: 'a', control: false, calls: 10, errors: 1, totalMs: 100 };
  expect(between(counter, { ...counter, calls: 15, errors: 3, totalMs: 150 })).toEqual({
    calls: 5,
    errors: 2,
    meanMs: 10,
  });
  expect(between(counter, counter)).toEqual({ calls: 0, errors: 0 });
  expect(between(counter, { ...counter, calls: 2, totalMs: 5 })).toEqual({ calls: 0, errors: 0 });
});

test('an application’s histogram is read over all its labels', () => {
  const text = `# HELP http_request_duration_seconds time
http_request_duration_seconds_bucket{le="0.1",route="/a",status="200"} 7
http_request_duration_seconds_sum{route="/a",status="200"} 1.5
http_request_duration_seconds_count{route="/a",status="200"} 8
http_request_duration_seconds_sum{route="/a, \\"status=\\"",status="503"} 0.5
http_request_duration_seconds_count{route="/a, \\"status=\\"",status="503"} 2
other_count{status="500"} 9
http_request_duration_seconds_count{route="/b",status="200"} NaN`;
  expect(readMetrics(text)).toMatchObject([{ calls: 10, errors: 2, totalMs: 2000 }]);
  expect(readMetrics('d_sum 2\nd_count{code="500"} 4', { duration: 'd', label: 'code' })).toMatchObject([
    { calls: 4, errors: 4 },
  ]);
  const routes = String.raw`d_sum{route="/a{x}",status="200"} 2
d_count{route="/a{x}",status="200"} 4
d_count{route="/a{x}",status="503"} 1
d_count{route="say \"b\""} 3`;
  expect(readMetrics(routes, { duration: 'd', by: 'route' })).toEqual([
    { name: 'the application: /a{x}', control: false, calls: 5, errors: 1, totalMs: 2000 },
    { name: String.raw`the application: say \"b\"`, control: false, calls: 3, errors: 0, totalMs: 0 },
  ]);
});

test('a statement names a table, quoted, with a schema, and not as part of another word', () => {
  expect(namesTable('SELECT * FROM "Order" WHERE id = $1', 'Order')).toBe(true);
  expect(namesTable('select * from public.orders', 'orders')).toBe(true);
  expect(namesTable('select * from reorders', 'orders')).toBe(false);
  expect(namesTable('select * from a$b', 'b')).toBe(false);
});

test('without pg_stat_statements there is no such source', async () => {
  expect(await statementsSource(database.url, new Set(['seen']))).toBeUndefined();
});
