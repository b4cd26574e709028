import { describe, expect, it } from 'vitest';
import { buildApp } from '../../app.ts';
import { parseConfig } from '../../config.ts';
import { ids } from '../../testing/forum/forum-rows.fixture.ts';
import { useForum } from '../../testing/forum/forum.fixture.ts';
import { needsOneServer } from '../../testing/forum/one-server.fixture.ts';
import { logIn } from '../../testing/forum/member.fixture.ts';

const forum = useForum({ METRICS_TOKEN: 'a-token-of-sixteen' });
const scrape = async (): Promise<string> =>
  (await forum.app.inject({ url: '/metrics', headers: { authorization: 'Bearer a-token-of-sixteen' } })).body;
const value = (text: string, series: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1),
  );

/** How often what is not there is asked for: what a replica refuses is asked of the primary. */
const asks = (): number => (forum.config.database.replicas.urls.length > 0 ? 2 : 1);

describe('/metrics', () => {
  it('counts requests by their pattern and queries by their name, and never by what was asked', async () => {
    await forum.app.inject({ url: `/c/techcorp/posts/${ids.firstPost}` });
    await forum.app.inject({ url: '/c/techcorp/posts/01900000-0000-7000-8000-00000000dead' });
    await forum.app.inject({ url: '/nobody/knows/this' });
    const text = await scrape();
    const route = 'method="GET",route="/c/:community/posts/:post"';
    expect(value(text, `http_request_duration_seconds_count{${route},status="200"}`)).toBe(1);
    expect(value(text, `http_request_duration_seconds_count{${route},status="404"}`)).toBe(1);
    expect(value(text, 'agora_query_duration_seconds_count{statements="post-page",outcome="done"}')).toBe(
      1 + asks(),
    );
    expect(text).not.toMatch(/0190000|nobody/);
    expect(value(text, 'agora_pool_connections{state="waiting"}')).toBe(0);
    expect(value(text, 'agora_database_up')).toBe(1);
    expect(value(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });

  it('counts what failed', async () => {
    await forum.asOwner((client) => client.query('ALTER TABLE channels RENAME TO rooms'));
    await forum.app.inject({ url: '/c/techcorp/channels' });
    await forum.asOwner((client) => client.query('ALTER TABLE rooms RENAME TO channels'));
    expect(
      value(await scrape(), 'agora_query_duration_seconds_count{statements="channels",outcome="failed"}'),
    ).toBe(asks());
  });

  it.skipIf(needsOneServer('features/metrics: the ledger'))(
    'counts the ledger, which only grows',
    async () => {
      const member = await logIn(forum, 'carol@example.com');
      expect((await member.ask('PUT', `/posts/01900000-0000-7000-8000-000000001004/like`)).statusCode).toBe(
        200,
      );
      const counted = async (): Promise<number> => value(await scrape(), 'agora_ledger_entries_total');
      // The server publishes its counters when a connection has been idle for a moment.
      await expect.poll(counted, { interval: 500 }).toBeGreaterThan(0);
      expect(value(await scrape(), 'agora_ledger_changes_total')).toBe(0);
    },
  );

  it('asks for its token, and is not there in production without one', async () => {
    for (const authorization of [
      undefined,
      'Bearer',
      'Bearer a-token-of-sixteex',
      'Bearer a-token-of-sixteen2',
    ]) {
      const headers = authorization === undefined ? {} : { authorization };
      expect((await forum.app.inject({ url: '/metrics', headers })).statusCode).toBe(401);
    }
    const config = parseConfig({
      DATABASE_URL: forum.config.database.url,
      LOG_LEVEL: 'silent',
      AGORA_ENV: 'production',
      JWT_SECRET: 'x'.repeat(32),
      PUBLIC_URL: 'https://forum.example',
      MAIL_URL: 'none',
    });
    const app = await buildApp({ config, database: forum.database });
    expect((await app.inject({ url: '/metrics' })).statusCode).toBe(404);
    await app.close();
  });
});
