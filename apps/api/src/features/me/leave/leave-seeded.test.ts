import { validateSeeds } from '@agora/db/seed';
import { withConnection } from '@agora/postgres';
import { expect, it } from 'vitest';
import { buildApp } from '../../../app.ts';
import { parseConfig } from '../../../config.ts';
import { Database } from '../../../database/database.ts';
import { patient } from '../../../testing/patience.fixture.ts';
import { seededDatabase } from '../../../testing/forum/seeded-forum.fixture.ts';
import { tokens } from '../../../domain/sessions/tokens.ts';

const accounts = [
  ['bob@example.com', 'User123!'],
  ['carol@example.com', 'User123!'],
  ['dave@example.com', 'User123!'],
  ['moderator@forum.com', 'Moderator123!'],
] as const;

it('leaves a forum whole that was in use: every invariant holds, and all that was said is there', async () => {
  const seeded = await seededDatabase('demo');
  const config = parseConfig({ ...patient, DATABASE_URL: seeded.url, LOG_LEVEL: 'silent' });
  const database = new Database(config.database);
  const app = await buildApp({ config, database });
  const published = () =>
    withConnection(seeded.url, async (client) => {
      const { rows } = await client.query(
        `SELECT (SELECT count(*) FROM posts WHERE status <> 'DRAFT') AS posts, (SELECT count(*) FROM comments) AS comments,
           (SELECT count(*) FROM post_likes) AS likes, (SELECT sum(points) FROM users) AS points,
           (SELECT count(*) FROM point_transactions) AS entries, (SELECT count(*) FROM reports) AS reports`,
      );
      return rows;
    });
  const end = async (email: string, password: string) => {
    const url = '/c/agora/auth/login';
    const login = await app.inject({ method: 'POST', url, payload: { email, password } });
    const { accessToken } = tokens.parse(login.json());
    const headers = { authorization: `Bearer ${accessToken}` };
    const payload = { currentPassword: password };
    return (await app.inject({ method: 'DELETE', url: '/c/agora/me', headers, payload })).statusCode;
  };
  try {
    const before = await published();
    for (const [email, password] of accounts)
      expect([email, await end(email, password)]).toEqual([email, 204]);
    expect(await end('admin@forum.com', 'Admin123!')).toBe(409);
    expect(await published()).toEqual(before);
    const { invariants } = await validateSeeds({ url: seeded.url });
    expect(invariants.filter((invariant) => invariant.offending > 0)).toEqual([]);
  } finally {
    await app.close();
    await database.close();
    await seeded.drop();
  }
});
