import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { migrationsDirectory } from '@agora/db/paths';
import { type Client, type PrivateServer, withConnection, withDatabase } from '@agora/postgres';
import { afterAll, beforeAll } from 'vitest';
import { buildApp } from '../../app.ts';
import { type Config, parseConfig } from '../../config.ts';
import { Database } from '../../database/database.ts';
import { queryChannel, type QueryEvent } from '../../database/query-channel.ts';
import type { App } from '../../dependencies.ts';
import { forumRows } from '../forum/forum-rows.fixture.ts';
import { patient, patientConnectMs } from '../patience.fixture.ts';
import { type ReplicatedServers, startReplicated } from './replicated-servers.fixture.ts';

const name = 'a forum';

/** An API on a primary with one streaming replica, servers of its own. */
export interface ReplicatedForum {
  readonly app: App;
  readonly database: Database;
  readonly config: Config;
  readonly primary: PrivateServer;
  readonly replica: PrivateServer;
  /** Reads of the forum that a replica was asked for so far. */
  readonly readThere: number;
  /** Works on one of the two as a superuser. */
  on<T>(server: PrivateServer, use: (client: Client) => Promise<T>): Promise<T>;
}

const on: ReplicatedForum['on'] = (server, use) =>
  withConnection({ url: withDatabase(server.url, name), connectTimeoutMs: patientConnectMs }, use);

/** Registers one for the tests of a file: two small communities, a replica called `two`. */
export function useReplicatedForum(
  envOf: (urls: { readonly primary: string; readonly replica: string }) => Readonly<Record<string, string>>,
): ReplicatedForum {
  const forum: { -readonly [Key in keyof ReplicatedForum]?: ReplicatedForum[Key] } = { readThere: 0 };
  let servers: ReplicatedServers | undefined;
  const count = (message: unknown): void => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the channel tells
    const { database, statements } = message as QueryEvent;
    if (database === forum.database || statements.every((one) => ownNames.has(one))) return;
    forum.readThere = (forum.readThere ?? 0) + 1;
  };
  beforeAll(async () => {
    servers = await startReplicated({
      prepare: async (server) => {
        await withConnection(server.url, (client) => client.query(`CREATE DATABASE "${name}"`));
        await on(server, fill);
      },
    });
    Object.assign(forum, { primary: servers.primary, replica: servers.replica, on });
    const [primary = '', replica = ''] = [forum.primary, forum.replica].map((server) =>
      withDatabase(server?.url ?? '', name),
    );
    const own = {
      DATABASE_URL: primary,
      LOG_LEVEL: 'silent',
      RATE_LIMIT_PER_MINUTE: '0',
      DATABASE_POOL_SIZE: '8',
    };
    forum.config = parseConfig({ ...patient, ...own, ...envOf({ primary, replica }) });
    forum.database = new Database(forum.config.database);
    forum.app = await buildApp({ config: forum.config, database: forum.database });
    queryChannel.start.subscribe(count);
  });
  afterAll(async () => {
    queryChannel.start.unsubscribe(count);
    await forum.app?.close();
    await forum.database?.close();
    await servers?.stop();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- complete once the tests run
  return forum as ReplicatedForum;
}

/** Statements of looking after replicas. */
const ownNames = new Set(['replica-state', 'role-facts']);

async function fill(client: Client): Promise<void> {
  const folders = readdirSync(migrationsDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
  for (const folder of folders) {
    await client.query(readFileSync(path.join(migrationsDirectory, folder, 'migration.sql'), 'utf8'));
  }
  await client.query(forumRows);
}
