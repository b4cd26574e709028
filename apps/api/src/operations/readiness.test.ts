import { describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import { parseConfig } from '../config.ts';
import { Database } from '../database/database.ts';
import { useForum } from '../testing/forum.fixture.ts';

const forum = useForum();

/** A fresh app, which has not assessed the history yet. */
async function ready(url = forum.config.database.url) {
  const config = parseConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' });
  const database = new Database(config.database);
  const app = await buildApp({ config, database });
  try {
    return await app.inject({ url: '/health/ready' });
  } finally {
    await app.close();
    await database.close();
  }
}

describe('/health/ready', () => {
  it('tells how the database is', async () => {
    const answer = await ready();
    expect(answer.statusCode).toBe(200);
    // The tests' database was made without a history table, as another tool would make it.
    expect(answer.json()).toMatchObject({ status: 'ok', replicationLagMs: null });
    expect(answer.json<{ database: { answersInMs: number } }>().database.answersInMs).toBeLessThan(60_000);
  });

  it('refuses while migrations are missing', async () => {
    await forum.asOwner((client) =>
      client.query(`CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL,
        finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
        started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`),
    );
    const answer = await ready();
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({
      code: 'server.unavailable',
      detail: 'The database lacks migrations.',
      fix: expect.stringContaining('agora migrate deploy'),
    });
    await forum.asOwner((client) => client.query('DROP TABLE _prisma_migrations'));
  });

  it('refuses when nothing answers', async () => {
    const answer = await ready('postgresql://127.0.0.1:1/none');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.body).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/);
  });
});
