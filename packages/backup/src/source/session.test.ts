import { withConnection } from '@agora/postgres';
import { findPgBouncer, startPgBouncer, useTestDatabase } from '@agora/testkit';
import { expect, it } from 'vitest';
import { withSession } from './session.ts';

const pgbouncer = await findPgBouncer();
const database = useTestDatabase();

it.skipIf(pgbouncer === undefined)(
  'is refused through a transaction pooler, and leaves it no settings',
  async () => {
    if (pgbouncer === undefined) return;
    const pooler = await startPgBouncer(pgbouncer, { url: database.url, connections: 1 });
    try {
      const used = withSession(pooler.url, () => Promise.resolve());
      await expect(used).rejects.toMatchObject({ code: 'postgres.pooled_connection' });
      const { rows } = await withConnection(pooler.url, (client) => client.query('SHOW search_path'));
      expect(rows).toEqual([{ search_path: '"$user", public' }]);
    } finally {
      await pooler.stop();
    }
  },
);
