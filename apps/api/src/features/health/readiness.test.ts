import { describe, expect, it } from 'vitest';
import { buildApp } from '../../app.ts';
import { parseConfig } from '../../config.ts';
import { Database } from '../../database/database.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { patient } from '../../testing/patience.fixture.ts';

const forum = useForum();

/** A fresh app, which has not assessed the history yet. */
async function ready(env: Readonly<Record<string, string>> = {}) {
  const { url } = forum.config.database;
  const config = parseConfig({ ...patient, DATABASE_URL: url, LOG_LEVEL: 'silent', ...env });
  const database = new Database(config.database);
  const app = await buildApp({ config, database });
  try {
    return await app.inject({ url: '/health/ready' });
  } finally {
    await app.close();
    await database.close();
  }
}

const history = `CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
  finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

describe('/health/ready', () => {
  it('tells how the database is', async () => {
    const answer = await ready();
    expect(answer.statusCode).toBe(200);
    // The tests' database was made without a history table, as another tool would make it.
    expect(answer.json()).toMatchObject({ status: 'ok', replicationLagMs: null });
    expect(answer.json<{ database: { answersInMs: number } }>().database.answersInMs).toBeLessThan(60_000);
  });

  it('refuses while migrations are missing', async () => {
    await forum.asOwner((client) => client.query(history));
    const answer = await ready();
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      code: 'server.unavailable',
      detail: 'The database lacks migrations.',
      fix: expect.stringContaining('agora migrate deploy'),
    });
    await forum.asOwner((client) => client.query('DROP TABLE _prisma_migrations'));
  });

  it('refuses while it cannot be told whether any are missing', async () => {
    const answer = await forum.asOwner(async (client) => {
      await client.query(`BEGIN; ${history}; COMMIT; BEGIN; LOCK TABLE _prisma_migrations`);
      const refused = await ready({ DATABASE_STATEMENT_TIMEOUT_MS: '500' });
      await client.query('ROLLBACK; DROP TABLE _prisma_migrations');
      return refused;
    });
    expect(answer.json()).toMatchObject({ status: 503, detail: 'The database does not answer.' });
  });

  it('refuses when nothing answers', async () => {
    const answer = await ready({ DATABASE_URL: 'postgresql://127.0.0.1:1/none' });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.body).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/);
  });
});
