import { describe, expect, it } from 'vitest';
import { buildApp } from '../app.ts';
import { Database } from '../database/database.ts';
import { useForum } from '../testing/forum/forum.fixture.ts';
import { logIn } from '../testing/forum/member.fixture.ts';

// A database that keeps requests waiting makes them late, or 503 with when to try again: never wrong.

const forum = useForum();

describe.each([
  ['takes too long for a statement', { statementTimeoutMs: 1000 }],
  ['has no connection free', { connectTimeoutMs: 1000, poolSize: 2 }],
])('while the database %s', (_, limits) => {
  // One is a batch, the other a transaction of Prisma's, which has connections and times of its own.
  it.each(['/posts', '/reports'])('%s is answered 503, and afterwards as ever', async (path) => {
    const { token } = await logIn(forum, 'moderator@forum.com');
    const config = { ...forum.config, database: { ...forum.config.database, ...limits } };
    const database = new Database(config.database);
    const app = await buildApp({ config, database });
    const headers = { authorization: `Bearer ${token}` };
    const ask = () => app.inject({ url: `/c/techcorp${path}`, headers });
    try {
      await forum.asOwner(async (client) => {
        await client.query('BEGIN; LOCK TABLE posts, reports IN ACCESS EXCLUSIVE MODE');
        const answers = [1, 2, 3, 4].map(ask);
        const busy = await Promise.race(answers);
        expect(busy.json()).toMatchObject({ status: 503, code: expect.stringMatching(/^server\./) });
        expect(busy.headers['retry-after']).toBe('1');
        await client.query('COMMIT');
        for (const answer of await Promise.all(answers)) expect([200, 503]).toContain(answer.statusCode);
      });
      await expect.poll(async () => (await ask()).statusCode).toBe(200);
    } finally {
      await app.close();
      await database.close();
    }
  });
});
