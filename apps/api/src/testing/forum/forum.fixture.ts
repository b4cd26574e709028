import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Client, withConnection, withDatabase, withParameters } from '@agora/postgres';
import { findPgBouncer, onCitus, startPgBouncer, throughPgBouncer } from '@agora/testkit';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { buildApp } from '../../app.ts';
import { type Config, parseConfig } from '../../config.ts';
import { Database } from '../../database/database.ts';
import type { App } from '../../dependencies.ts';
import { DeclaredAnswers } from '../declared-answers.fixture.ts';
import { createForumDatabase } from './forum-database.fixture.ts';
import { patient, patientConnectMs } from '../patience.fixture.ts';

/** An API on a database of its own, with two small communities. */
export interface Forum {
  readonly app: App;
  readonly database: Database;
  readonly config: Config;
  /** Works as the database's superuser, past every policy. */
  asOwner<T>(use: (client: Client) => Promise<T>): Promise<T>;
}

/** Where the API reads what may be old: with TEST_WITH_REPLICA=1, of `servers/replicated-suite.fixture.ts`. */
const replicaServer = process.env['TEST_REPLICA_URL'];

/**
 * Registers a forum for the tests of a file: made before them, dropped after them. Whatever it answered to `inject` must
 * be as its OpenAPI document has it. With TEST_THROUGH_PGBOUNCER=1 the API reaches its database through one; with
 * TEST_ON_CITUS=1 it is served from the cluster of TEST_CITUS_URL, where what would ask more than one shard fails.
 * @param options.pooled the first for this file
 * @param options.spread the second for this file
 */
export function useForum(
  env: Readonly<Record<string, string>> = {},
  {
    pooled = throughPgBouncer,
    spread = onCitus,
  }: { readonly pooled?: boolean; readonly spread?: boolean } = {},
): Forum {
  const forum: { -readonly [Key in keyof Forum]?: Forum[Key] } = {};
  let drop: (() => Promise<void>) | undefined;
  let pooler: Awaited<ReturnType<typeof startPgBouncer>> | undefined;
  let media: string | undefined;
  let undeclared: readonly string[] = [];
  beforeAll(async () => {
    const test = await createForumDatabase({ spread });
    drop = () => test.drop();
    media = await mkdtemp(path.join(tmpdir(), 'agora media '));
    pooler = pooled ? await startPooler(test.url) : undefined;
    const own = {
      DATABASE_URL: withParameters(
        pooler?.url ?? test.url,
        spread ? { citus: 'true', ...(pooled ? {} : oneShard) } : {},
      ),
      DIRECT_URL: withParameters(test.url, spread ? { citus: 'true' } : {}),
      LOG_LEVEL: 'silent',
      MEDIA_STORE: media,
      ...(replicaServer === undefined
        ? {}
        : { REPLICA_URLS: withDatabase(replicaServer, new URL(test.url).pathname.slice(1)) }),
    };
    forum.config = parseConfig({ ...patient, ...own, ...env });
    forum.database = new Database(forum.config.database);
    forum.app = await buildApp({ config: forum.config, database: forum.database });
    if (replicaServer !== undefined) await untilRead(forum.app, forum.config);
    undeclared = collectUndeclared(forum.app);
    forum.asOwner = (use) => withConnection({ url: test.url, connectTimeoutMs: patientConnectMs }, use);
  });
  afterAll(async () => {
    await forum.app?.close();
    await forum.database?.close();
    await pooler?.stop();
    await drop?.();
    if (media !== undefined) await rm(media, { recursive: true, force: true });
    // oxlint-disable-next-line vitest/no-standalone-expect -- said once for all tests of the file
    expect(undeclared).toEqual([]);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- complete once the tests run
  return forum as Forum;
}

/** Waits until the replica is read from: it is looked at from the first read on. */
async function untilRead(app: App, { metrics }: Config): Promise<void> {
  const headers = metrics.token === undefined ? {} : { authorization: `Bearer ${metrics.token}` };
  // Each from another address, or a limit is met.
  let asked = 0;
  const ask = () => app.inject({ url: '/metrics', headers, remoteAddress: `192.0.2.${(asked += 1)}` });
  await app.inject({ url: '/c/techcorp/posts', remoteAddress: '192.0.2.0' });
  const isRead = async (): Promise<boolean> => /^agora_replica_used\{.*\} 1$/m.test((await ask()).body);
  await vi.waitUntil(isRead, { timeout: 60_000, interval: 300 });
}

/** For each statement of the API; PgBouncer takes no options. Who asks all shards, as seeds do, takes DIRECT_URL. */
const oneShard = { options: '-c citus.multi_task_query_log_level=error' };

/** In transaction mode over few connections of the server, prepared statements followed where it can. */
async function startPooler(url: string): ReturnType<typeof startPgBouncer> {
  const pgbouncer = await findPgBouncer();
  if (pgbouncer === undefined) throw new Error('There is no PgBouncer here.');
  const preparedStatements = pgbouncer.prepares ? 200 : 0;
  const pooler = await startPgBouncer(pgbouncer, { url, connections: 4, preparedStatements });
  return {
    url: withParameters(pooler.url, { pgbouncer: 'true', statement_cache_size: `${preparedStatements}` }),
    stop: () => pooler.stop(),
  };
}

/** Watches what `inject` brings. */
function collectUndeclared(app: App): readonly string[] {
  const faults: string[] = [];
  let declared: DeclaredAnswers | undefined;
  const inject: (...given: Parameters<App['inject']>) => ReturnType<App['inject']> = app.inject.bind(app);
  const watched = async (...given: Parameters<App['inject']>) => {
    const answer = await inject(...given);
    declared ??= new DeclaredAnswers(app.swagger());
    const { method = '', url = '', headers: asked } = answer.raw.req;
    // Browsers get pages, also where clients get what the document has.
    if (asked.accept?.includes('text/html') === true) return answer;
    const { statusCode: status, headers, body } = answer;
    const fault = declared.fault({ method, url, status, headers, body });
    if (fault !== undefined) faults.push(fault);
    return answer;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of its forms the tests use the one that answers a promise
  app.inject = watched as unknown as App['inject'];
  return faults;
}
