import { withConnection, withParameters } from '@agora/postgres';
import { findPgBouncer, startPgBouncer, useTestDatabase } from '@agora/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createForum } from './client.ts';
import { seed, validateSeeds } from './seed/index.ts';
import { elsewhere, here, insertForum } from './testing/forum-rows.fixture.ts';
import { forumTemplate } from './testing/forum-template.fixture.ts';

const pgbouncer = await findPgBouncer();

describe.skipIf(pgbouncer === undefined)('through PgBouncer in transaction mode', () => {
  const database = useTestDatabase({ template: forumTemplate });
  let pooler: Awaited<ReturnType<typeof startPgBouncer>> | undefined;
  let url = '';
  beforeAll(async () => {
    if (pgbouncer === undefined) return;
    await withConnection(database.url, insertForum);
    pooler = await startPgBouncer(pgbouncer, { url: database.url, connections: 2 });
    url = withParameters(pooler.url, { pgbouncer: 'true' });
  });
  afterAll(() => pooler?.stop());

  it('shows each community its own, to many at once over two connections', async () => {
    const forum = createForum(url, { role: 'agora_app', maxConnections: 40, statementTimeoutMs: 60_000 });
    try {
      const communities = Array.from({ length: 80 }, (_, turn) => (turn % 2 === 0 ? here : elsewhere));
      const seen = await Promise.all(
        communities.map(async (community) => {
          const users = await forum.for(community).user.findMany({ select: { communityId: true } });
          return [...new Set(users.map(({ communityId }) => communityId))];
        }),
      );
      expect(seen).toEqual(communities.map((community) => [community]));
      expect(await forum.prisma.user.count()).toBe(0);
    } finally {
      await forum.end();
    }
  });

  it('refuses to seed, whose lock would stay behind, and leaves none', async () => {
    const environment = 'development';
    await expect(seed({ url, environment, profile: 'essential' })).rejects.toMatchObject({
      code: 'postgres.pooled_connection',
      fix: expect.stringContaining('DIRECT_URL'),
    });
    const { rows } = await withConnection(database.url, (client) =>
      client.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND database =
           (SELECT oid FROM pg_database WHERE datname = current_database())`,
      ),
    );
    expect(rows).toEqual([]);
  });

  it('validates in one transaction', async () => {
    const only = ['chronology'];
    const { invariants } = await validateSeeds({ url, only });
    expect(invariants.map(({ name }) => name)).toEqual(only);
  });
});
