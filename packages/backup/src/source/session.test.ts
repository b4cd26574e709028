import { SQLSTATE } from '@agora/postgres';
import { findPgBouncer, startPgBouncer, testServerUrl } from '@agora/testkit';
import { expect, test } from 'vitest';

import { withOwnPath, withSession } from './session.ts';

const pgbouncer = await findPgBouncer();

test.each([
  [[], 'pg_catalog, "$user", public'],
  [['search_path=app, "Odd One"'], 'pg_catalog, app, "Odd One"'],
  // As PostgreSQL prints an empty one.
  [['search_path=""'], 'pg_catalog, ""'],
])('what fails without a path is run again with the path of the database: %j', async (settings, expected) => {
  await withSession(await testServerUrl(), async (client) => {
    const paths: string[] = [];
    const failing = withOwnPath(client, settings, async () => {
      const { rows } = await client.query<{ path: string }>(`SELECT current_setting('search_path') AS path`);
      paths.push(rows[0]?.path ?? '');
      await client.query('SELECT agora_is_nowhere()');
    });
    await expect(failing).rejects.toMatchObject({ code: SQLSTATE.undefinedFunction });
    expect(paths).toEqual(['pg_catalog', expected]);
    const { rows } = await client.query(`SELECT current_setting('search_path') AS path`);
    expect(rows).toEqual([{ path: 'pg_catalog' }]);
  });
});

test.skipIf(pgbouncer === undefined)('no backup is made through a transaction pooler', async () => {
  if (pgbouncer === undefined) throw new Error('There is no PgBouncer here.');
  const pooler = await startPgBouncer(pgbouncer, { url: await testServerUrl(), connections: 2 });
  let used = false;
  const use = () => Promise.resolve((used = true));
  const asked = withSession(pooler.url, use).finally(() => pooler.stop());
  await expect(asked).rejects.toMatchObject({ code: 'postgres.pooled_connection' });
  expect(used).toBe(false);
});
