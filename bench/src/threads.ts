// Threads that are made to be slow, read by the API and by the reader, page by page, in this process:
//   pnpm --filter @agora/bench run threads [comments] [characters]
// Prints times a page, the longest that the event loop stood still (of each page, the median), and memory; exits 1 when a target is missed.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { migrationsDirectory } from '@agora/db';
import { withConnection } from '@agora/postgres';
import { createTestDatabase, migratedTemplate } from '@agora/testkit';
import { buildApp } from '../../apps/api/src/app.ts';
import { parseConfig } from '../../apps/api/src/config.ts';
import { Database } from '../../apps/api/src/database/database.ts';
import { forumRows } from '../../apps/api/src/testing/forum/forum-rows.fixture.ts';
import { fillThread, longPost } from '../../apps/api/src/testing/forum/long-thread.fixture.ts';
import { median } from './median.ts';

const comments = Number(process.argv[2] ?? 10_000);
const characters = Number(process.argv[3] ?? 40_000);
/** Pages that are read of each thread at most. */
const mostPages = 30;
const target = { page: 300, loop: 50 };

/** What each comment repeats, after its number. */
const kinds = ['http://a ', 'Words of a comment, as people write them. ', '*a **b ', '> '] as const;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const nextOfPage = (body: string): string | undefined =>
  /href="([^"#]+)[^"]*">More replies</.exec(body)?.[1]?.replaceAll('&amp;', '&');

type App = Awaited<ReturnType<typeof buildApp>>;

/** Reads a thread page by page. @param nextOf the address of the next page, from a page */
async function walk(app: App, first: string, accept: string, nextOf: (body: string) => string | undefined) {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  const stood: number[] = [];
  let bytes = 0;
  loop.enable();
  for (let url: string | undefined = first; url !== undefined && times.length < mostPages;) {
    loop.reset();
    const started = performance.now();
    const { body, statusCode, rawPayload } = await app.inject({ url, headers: { accept } });
    times.push(performance.now() - started);
    stood.push(loop.max / 1e6);
    if (statusCode !== 200) throw new Error(`${url} answers ${statusCode}`);
    bytes = Math.max(bytes, rawPayload.length);
    url = nextOf(body);
  }
  loop.disable();
  return { pages: times.length, median: median(times), most: Math.max(...times), loop: median(stood), bytes };
}

const test = await createTestDatabase({ template: await migratedTemplate(migrationsDirectory) });
try {
  // Nothing is searched here, and the words of 10,000 long comments take minutes.
  await withConnection({ url: test.url }, (client) =>
    client.query(
      `${forumRows}; DROP INDEX comments_kept_words_idx; ALTER TABLE comments DISABLE TRIGGER comments_keep_words`,
    ),
  );
  const config = parseConfig({ DATABASE_URL: test.url, LOG_LEVEL: 'silent', RATE_LIMIT_PER_MINUTE: '0' });
  const database = new Database(config.database);
  const app = await buildApp({ config, database });
  const api = `/c/techcorp/posts/${longPost}`;
  const reader = `/r/techcorp/posts/${longPost}`;
  const nextOfJson = (body: string) => {
    const next = /"nextComments" ?: ?"(\w+)"/.exec(body)?.[1];
    return next === undefined ? undefined : `${api}?after=${next}`;
  };
  print(`${comments} comments of ${characters} characters; milliseconds`);
  print('| each repeats | read by | pages | median | longest | event loop | page, KB | memory, MB |');
  print('|---|---|---|---|---|---|---|---|');
  for (const kind of kinds) {
    await withConnection({ url: test.url }, async (client) => {
      const text = `'${kind.replaceAll("'", "''")}'`;
      await fillThread(client, comments, `n || ' ' || repeat(${text}, ${characters - 8} / length(${text}))`);
      await client.query('VACUUM (ANALYZE) comments');
    });
    // The first page warms: what is loaded and compiled for it is not of the thread.
    await app.inject({ url: `${api}?comments=1` });
    await app.inject({ url: reader, headers: { accept: 'text/html' } });
    for (const [by, first, accept, nextOf] of [
      ['the API', api, 'application/json', nextOfJson],
      ['the reader, not rendered yet', reader, 'text/html', nextOfPage],
      ['the reader, again', reader, 'text/html', nextOfPage],
    ] as const) {
      const seen = await walk(app, first, accept, nextOf);
      const memory = process.memoryUsage.rss() / 2 ** 20;
      print(
        `| \`${kind}\` | ${by} | ${seen.pages} | ${seen.median.toFixed(0)} | ${seen.most.toFixed(0)} | ${seen.loop.toFixed(0)} | ${(seen.bytes / 1024).toFixed(0)} | ${memory.toFixed(0)} |`,
      );
      if (seen.median > target.page || seen.loop > target.loop) process.exitCode = 1;
    }
  }
  await app.close();
  await database.close();
} finally {
  await test.drop();
}
