// A comment in a thread that many follow, through the API in this process:
//   pnpm --filter @agora/bench run followers [followers] [rounds]
// In turns: one that nobody follows, one that all do, and the same with all told before the answer. Prints what each takes
// whoever wrote it, and until all are told; exits 1 when a target is missed.
import { setTimeout as sleep } from 'node:timers/promises';
import { migrationsDirectory } from '@agora/db';
import { withConnection } from '@agora/postgres';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';
import { buildApp } from '../../apps/api/src/app.ts';
import { parseConfig } from '../../apps/api/src/config.ts';
import { Database } from '../../apps/api/src/database/database.ts';
import { uuid7 } from '../../apps/api/src/database/uuid7.ts';
import { tellFollowersSql } from '../../apps/api/src/domain/announcing/tell-followers.sql.ts';
import { tokens } from '../../apps/api/src/domain/sessions/tokens.ts';
import { followBy } from '../../apps/api/src/testing/forum/followers.fixture.ts';
import { forumRows, ids, password } from '../../apps/api/src/testing/forum/forum-rows.fixture.ts';
import { median } from './median.ts';

const followers = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 7);
/** Milliseconds that a comment may take whoever writes it, however many follow. */
const target = 200;
const otherPost = '01900000-0000-7000-8000-000000001002';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const test = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
try {
  await withConnection({ url: test.url }, async (client) => {
    await client.query(forumRows);
    await followBy(client, followers);
    const config = parseConfig({ DATABASE_URL: test.url, LOG_LEVEL: 'silent', RATE_LIMIT_PER_MINUTE: '0' });
    const database = new Database(config.database);
    const app = await buildApp({ config, database });
    const login = await app.inject({
      method: 'POST',
      url: '/c/techcorp/auth/login',
      payload: { email: 'admin@forum.com', password },
    });
    const { accessToken } = tokens.parse(login.json());

    const comment = async (post: string): Promise<number> => {
      const started = performance.now();
      const { statusCode, body } = await app.inject({
        method: 'POST',
        url: `/c/techcorp/posts/${post}/comments`,
        headers: { authorization: `Bearer ${accessToken}` },
        payload: { body: 'A comment, as people write them.' },
      });
      if (statusCode !== 201) throw new Error(body);
      return performance.now() - started;
    };
    /** Waits until nobody is left to be told. @returns how many were told of something since the last round */
    const told = async (): Promise<number> => {
      for (;;) {
        const { rowCount } = await client.query('SELECT FROM comment_announcements');
        if (rowCount === 0) break;
        await sleep(5);
      }
      const { rowCount } = await client.query(`DELETE FROM notifications WHERE kind = 'FOLLOWED'`);
      await client.query('VACUUM (ANALYZE) notifications, comment_announcements');
      return rowCount ?? 0;
    };

    const times = {
      alone: [] as number[],
      followed: [] as number[],
      toEnd: [] as number[],
      atOnce: [] as number[],
    };
    for (let round = 0; round <= rounds; round += 1) {
      const alone = await comment(otherPost);
      const started = performance.now();
      const followed = await comment(ids.firstPost);
      const all = await told();
      const toEnd = performance.now() - started;
      if (all !== followers) throw new Error(`${all} of ${followers} were told.`);
      // The same again, with everybody told in the one statement.
      await client.query(`INSERT INTO comment_announcements (community_id, comment_id)
        SELECT community_id, id FROM comments WHERE post_id = '${ids.firstPost}' ORDER BY id LIMIT 1`);
      const again = performance.now();
      await database.run(
        ids.techcorp,
        tellFollowersSql({
          communityId: ids.techcorp,
          commentId: null,
          noticeId: uuid7(),
          most: 2 * followers,
        }),
      );
      const atOnce = performance.now() - again;
      await told();
      // The first one warms.
      if (round === 0) continue;
      times.alone.push(alone);
      times.followed.push(followed);
      times.toEnd.push(toEnd);
      times.atOnce.push(alone + atOnce);
    }
    print(`${followers} followers; milliseconds, the median of ${rounds}\n`);
    print('| a comment | takes whoever writes it |');
    print('|---|---|');
    print(`| that nobody follows | ${median(times.alone).toFixed(0)} |`);
    print(`| that all follow | ${median(times.followed).toFixed(0)} |`);
    print(`| that all follow, all told before the answer | ${median(times.atOnce).toFixed(0)} |`);
    print(`\nUntil the last is told: ${median(times.toEnd).toFixed(0)} ms.`);
    if (median(times.followed) > target) process.exitCode = 1;
    await app.close();
    await database.close();
  });
} finally {
  await test.drop();
}
