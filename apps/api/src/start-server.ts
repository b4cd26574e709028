import { setTimeout as sleep } from 'node:timers/promises';
import { settleTls } from '@agora/postgres';
import type { Config } from './config.ts';
import { Database } from './database/database.ts';
import { PrimaryWatch } from './database/replicas/primary-watch.ts';
import { assertRoleIsBound } from './database/role/role-guard.ts';
import type { App } from './dependencies.ts';
import { assertMigrated } from './startup/migrations.ts';

/** A listening API. */
export interface RunningServer {
  /** Where it answers, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /**
   * Says that it is not ready, and after the configured delay stops accepting, lets requests in flight finish, and
   * closes the database's connections.
   */
  close(): Promise<void>;
}

/**
 * Starts the API.
 * @param options.delay waits so many milliseconds; for tests, which end the wait themselves
 * @throws ApiError `api.unsafe_role`, `api.schema_missing`, `api.not_migrated`; the errors of the database and of listening as they are
 */
export async function startServer({
  config,
  delay = sleep,
}: {
  readonly config: Config;
  readonly delay?: (milliseconds: number) => Promise<unknown>;
}): Promise<RunningServer> {
  const { connectTimeoutMs } = config.database;
  const url = await settleTls({ url: config.database.url, connectTimeoutMs });
  const database = new Database({ ...config.database, url });
  const watch = new PrimaryWatch(database, { ...config.database, url });
  const gate = watch.start().then(() => admit(config, database));
  const leaving = new AbortController();
  // Heard below: while the database answers, the app is loaded and its routes are made.
  gate.catch(() => undefined);
  try {
    // The gate's connections are under way before the app keeps this thread busy.
    await new Promise((resolve) => setImmediate(resolve));
    const { buildApp } = await import('./app.ts');
    const app = await buildApp({ config, database, leaving: leaving.signal });
    try {
      await gate;
      return await listen(app, { config, database, watch, leaving, delay });
    } catch (error) {
      await app.close();
      throw error;
    }
  } catch (error) {
    // The first error is told: the gate's own, or what failed beside it.
    await gate.catch(() => undefined);
    await watch.close();
    await database.close();
    throw error;
  }
}

/** What must be so before anything is answered. */
async function admit(config: Config, database: Database): Promise<void> {
  const options = { loginToo: config.environment === 'production' };
  // Asked while the history is read; what is wrong with the history explains what is wrong with the role.
  const bound = assertRoleIsBound(database, options);
  bound.catch(() => undefined);
  const state = await assertMigrated(config, (line) => process.stderr.write(`${line}\n`));
  await (state === 'applied' ? assertRoleIsBound(database, options) : bound);
}

async function listen(
  app: App,
  {
    config,
    database,
    watch,
    leaving,
    delay,
  }: {
    readonly config: Config;
    readonly database: Database;
    readonly watch: PrimaryWatch;
    readonly leaving: AbortController;
    readonly delay: (milliseconds: number) => Promise<unknown>;
  },
): Promise<RunningServer> {
  if (config.tokens.secretGenerated) {
    app.log.warn('JWT_SECRET is not set: access tokens are good until this process ends.');
  }
  const url = await app.listen({ host: config.host, port: config.port });
  return {
    url,
    close: async () => {
      leaving.abort();
      await delay(config.shutdownDelayMs);
      const closing = app.close();
      // A connection whose request was in flight turns idle only afterwards, and would be waited for as long as it is kept.
      const sweep = setInterval(() => app.server.closeIdleConnections(), 50);
      await closing.finally(() => clearInterval(sweep));
      await watch.close();
      await database.close();
    },
  };
}
