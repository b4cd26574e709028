import { AgoraError } from '@agora/core';
import {
  type Client,
  createTemporaryDatabase,
  describeSqlError,
  dropTemporaryDatabase,
  failedWith,
  quoteIdentifier,
  quoteLiteral,
  SQLSTATE,
  withConnection,
  withDatabase,
} from '@agora/postgres';

import { interrupted } from '../apply/interrupted.ts';
import { describeScratchRefusal } from './scratch-refused.ts';

/** What scripts of unknown origin may use of the server that they are tried on. */
export interface ScratchLimits {
  /** Longest that one statement may run, in milliseconds. Default 60,000. */
  readonly statementTimeoutMs?: number | undefined;
  /** Most disk that a session's sorts and hashes may use, in megabytes. Default 512. Needs a superuser; else left. */
  readonly temporaryFilesMb?: number | undefined;
  /** Most disk that one scratch database may grow to, in megabytes. Default 2,048. */
  readonly databaseMb?: number | undefined;
}

export interface ScratchOptions {
  /** Any database of the server to work on, with a role that may create databases. */
  readonly adminUrl: string;
  /** The schema that unqualified names mean, from the project's URL; default `public`. */
  readonly schema?: string | undefined;
  /** What is there before the first migration, as SQL; run in every new database. */
  readonly initSql?: string | undefined;
  readonly limits?: ScratchLimits | undefined;
  /** The time zone of its sessions; default that of the server. */
  readonly timeZone?: string | undefined;
}

/** A temporary database under limits, and one connection to it. */
export interface Scratch {
  readonly name: string;
  readonly url: string;
  /** Runs `use` on a fresh connection, which is closed afterwards so that the database can be copied. */
  connect<T>(use: (client: Client) => Promise<T>): Promise<T>;
  /** A new scratch database with the same content. No connection to this one may be open. */
  copy(label: string): Promise<Scratch>;
  drop(): Promise<void>;
}

const WATCH_EVERY_MS = 1000;

/**
 * Brackets the use of scratch databases: all that are made inside are dropped at the end, however it ends,
 * and while it lasts each is kept below its size.
 */
export async function withScratch<T>(
  options: ScratchOptions,
  use: (make: (label: string) => Promise<Scratch>) => Promise<T>,
): Promise<T> {
  const names = new Set<string>();
  const watched: Watched = { stopped: new Set(), round: Promise.resolve() };
  const limitMb = options.limits?.databaseMb ?? 2048;
  // Work on several databases at once ends with the first failure, while the rest of it may still be making one.
  const making = new Set<Promise<unknown>>();
  let ended = false;
  const make = async (label: string, template?: string): Promise<Scratch> => {
    if (ended) throw interrupted('the work on scratch databases has ended');
    const creating = createTemporaryDatabase(options.adminUrl, { label, template });
    making.add(creating);
    const { name, url } = await creating
      .then((made) => {
        names.add(made.name);
        return made;
      })
      .catch((error: unknown) => {
        throw describeScratchRefusal(error, options.adminUrl);
      })
      .finally(() => making.delete(creating));
    await limit(options, name, template === undefined);
    if (template === undefined && options.initSql !== undefined) await initialize(url, options.initSql);
    return {
      name,
      url,
      connect: (inner) =>
        withConnection({ url, applicationName: 'agora proof' }, inner).catch(async (error: unknown) => {
          // A session may hear that it was ended before the watch hears whom it has ended.
          await watched.round;
          throw watched.stopped.has(name) ? tooLarge(limitMb, error) : error;
        }),
      copy: (next) => make(next, name),
      drop: async () => {
        await dropTemporaryDatabase(options.adminUrl, name);
        names.delete(name);
      },
    };
  };
  return withConnection(
    { url: options.adminUrl, applicationName: 'agora proof (watch)' },
    async (watcher) => {
      const stop = watch(watcher, names, limitMb, watched);
      try {
        return await use((label) => make(label));
      } finally {
        ended = true;
        await Promise.allSettled(making);
        await stop();
        // What went wrong inside counts more than a database left over, which a sweep removes.
        for (const name of names) await dropTemporaryDatabase(options.adminUrl, name).catch(() => undefined);
      }
    },
  );
}

async function initialize(url: string, sql: string): Promise<void> {
  await withConnection({ url, applicationName: 'agora proof' }, async (client) => {
    await client.query(sql).catch((error: unknown) => {
      const { message, why } = describeSqlError(error, sql);
      throw new AgoraError({
        code: 'migrations.init_failed',
        message: `What is there before the first migration cannot be made: ${message}`,
        why,
        fix: 'Mend migrations.initShadowDb in prisma.config.ts: it must run in an empty database.',
        cause: error,
      });
    });
  });
}

/** Settings of the database hold in every session, also after the script has reset its own. */
async function limit(options: ScratchOptions, name: string, fresh: boolean): Promise<void> {
  const database = quoteIdentifier(name);
  const timeout = options.limits?.statementTimeoutMs ?? 60_000;
  await withConnection(options.adminUrl, async (client) => {
    await client.query(`ALTER DATABASE ${database} SET statement_timeout TO ${timeout}`);
    await client
      .query(
        `ALTER DATABASE ${database} SET temp_file_limit TO '${options.limits?.temporaryFilesMb ?? 512}MB'`,
      )
      .catch((error: unknown) => {
        if (!failedWith(error, SQLSTATE.insufficientPrivilege)) throw error;
      });
    if (options.timeZone !== undefined)
      await client.query(`ALTER DATABASE ${database} SET timezone TO ${quoteLiteral(options.timeZone)}`);
    if (options.schema === undefined || options.schema === 'public') return;
    await client.query(`ALTER DATABASE ${database} SET search_path TO ${quoteIdentifier(options.schema)}`);
  });
  if (!fresh || options.schema === undefined || options.schema === 'public') return;
  await withConnection(withDatabase(options.adminUrl, name), (client) =>
    client.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(options.schema ?? 'public')}`),
  );
}

/** What the watch has done. */
interface Watched {
  /** Databases whose sessions it has ended. */
  readonly stopped: Set<string>;
  /** The look under way, or the last one. */
  round: Promise<void>;
}

/** Ends the sessions of a database that has grown too large, before the disk is full. */
function watch(
  watcher: Client,
  names: ReadonlySet<string>,
  limitMb: number,
  watched: Watched,
): () => Promise<void> {
  let looking = false;
  const timer = setInterval(() => {
    if (looking || names.size === 0) return;
    looking = true;
    watched.round = watcher
      .query<{ name: string }>(
        `SELECT d.datname AS name, pg_terminate_backend(a.pid) FROM pg_database d JOIN pg_stat_activity a ON a.datid = d.oid
         WHERE d.datname = ANY ($1) AND pg_database_size(d.oid) > $2::int8 * 1048576`,
        [[...names], limitMb],
      )
      .then(({ rows }) => rows.forEach((row) => watched.stopped.add(row.name)))
      // A database that is dropped meanwhile fails the query; the next round sees the others.
      .catch(() => undefined)
      .finally(() => (looking = false));
  }, WATCH_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await watched.round;
  };
}

/** The error of a script that outgrew its scratch database. */
function tooLarge(limitMb: number, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'migrations.scratch_too_large',
    message: `The script was stopped: its scratch database grew beyond ${limitMb} MB.`,
    why: 'On made-up rows a query can produce far more than on yours, such as one that follows a circle.',
    fix: 'Raise the limit if the size is right; else look for a recursive query without a stop.',
    cause,
  });
}
