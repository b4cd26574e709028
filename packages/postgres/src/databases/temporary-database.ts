import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, withConnection } from '../connection/connection.ts';
import { withDatabase } from '../connection/target/database-url.ts';
import { quoteIdentifier, quoteLiteral } from '../connection/quoting.ts';
import { releaseAfter } from '../connection/release-after.ts';
import { AgoraError } from '@agora/core';
import { describeSqlError } from '../errors/describe-sql-error.ts';
import { failedWith } from '../errors/server-error.ts';
import { SQLSTATE } from '../errors/sqlstate.ts';
import { dropDatabase } from './drop-database.ts';

/** Names of temporary databases begin with this; nothing else is ever dropped by this module. */
export const TEMPORARY_PREFIX = 'agora_tmp_';

/** How to make a temporary database. */
export interface TemporaryDatabaseOptions {
  /** A database to copy; `template0`, the pristine one, unless given. */
  template?: string | undefined;
  /** A word for people who look at the list of databases; letters and digits are kept. */
  label?: string | undefined;
}

/**
 * Makes a database with a fresh name beside the one that the URL names, in the encoding of that one.
 * @param adminUrl a URL of any database of the server, with a role that may create databases
 */
export async function createTemporaryDatabase(
  adminUrl: string,
  options: TemporaryDatabaseOptions = {},
): Promise<{ url: string; name: string }> {
  const name = temporaryDatabaseName(options.label);
  const sql = `CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE ${quoteIdentifier(options.template ?? 'template0')}`;
  await withConnection(adminUrl, async (client) =>
    createPatiently(client, options.template === undefined ? sql + (await encodingOf(client)) : sql),
  );
  return { url: withDatabase(adminUrl, name), name };
}

/**
 * Drops a temporary database, closing what is connected to it. One that is gone already is no error.
 * @throws postgres.not_temporary when the name lacks the prefix
 */
export async function dropTemporaryDatabase(adminUrl: string, name: string): Promise<void> {
  if (!name.startsWith(TEMPORARY_PREFIX)) {
    throw new AgoraError({
      code: 'postgres.not_temporary',
      message: `The database "${name}" is not a temporary one and was not dropped.`,
      why: `Only names that begin with ${TEMPORARY_PREFIX} are dropped without asking.`,
      fix: `If it must go, drop it by hand: DROP DATABASE ${quoteIdentifier(name)};`,
    });
  }
  await withConnection(adminUrl, (client) => dropDatabase(client, name)).catch((error: unknown) => {
    throw describeSqlError(error);
  });
}

/** Makes a temporary database for the time that `use` runs. */
export async function withTemporaryDatabase<T>(
  adminUrl: string,
  use: (url: string) => Promise<T>,
  options: TemporaryDatabaseOptions = {},
): Promise<T> {
  const { url, name } = await createTemporaryDatabase(adminUrl, options);
  // What went wrong inside counts more than a database left over, which a sweep removes.
  return releaseAfter(
    () => use(url),
    () => dropTemporaryDatabase(adminUrl, name),
  );
}

/** What may be swept. */
export interface SweepOptions {
  /** Milliseconds since a database was made; default ten minutes, so that one made just now and not yet connected to stays. */
  olderThanMs?: number | undefined;
  /** Only those that were made with it, as a {@link temporaryDatabaseName} has it. */
  label?: string | undefined;
}

/**
 * Drops temporary databases that killed processes left behind: old enough, and with no connection.
 * @returns the names dropped
 */
export async function sweepTemporaryDatabases(
  adminUrl: string,
  options: SweepOptions = {},
): Promise<string[]> {
  const before = Date.now() - (options.olderThanMs ?? 600_000);
  return withConnection(adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT d.datname AS name FROM pg_catalog.pg_database d
        WHERE starts_with(d.datname, $1) AND NOT EXISTS
              (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)
        ORDER BY 1`,
      [options.label === undefined ? TEMPORARY_PREFIX : `${TEMPORARY_PREFIX}${wordOf(options.label)}_`],
    );
    const dropped: string[] = [];
    for (const { name } of rows) {
      if (madeAt(name) <= before && (await dropUnused(client, name))) dropped.push(name);
    }
    return dropped;
  });
}

/** Without FORCE: if someone connected in the meantime, the server refuses, and rightly. */
async function dropUnused(client: Client, name: string): Promise<boolean> {
  try {
    await client.query(`DROP DATABASE ${quoteIdentifier(name)}`);
    return true;
  } catch (error) {
    // In use, dropped by another sweep, or owned by another role: none of them is ours to force.
    if (failedWith(error, SQLSTATE.objectInUse, SQLSTATE.invalidCatalogName, SQLSTATE.insufficientPrivilege))
      return false;
    throw error;
  }
}

/**
 * A fresh name, `agora_tmp_<label>_<milliseconds, base 36>_<random>`, for a database that is made elsewhere: the time
 * lets a sweep tell how old it is, while a name of any other form counts as old and is swept as soon as nobody is
 * connected to it.
 * @param label letters and digits are kept, 20 at most
 */
export function temporaryDatabaseName(label?: string): string {
  const word = wordOf(label ?? '');
  const parts = [...(word === '' ? [] : [word]), Date.now().toString(36), randomBytes(6).toString('hex')];
  return TEMPORARY_PREFIX + parts.join('_');
}

function wordOf(label: string): string {
  return label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '')
    .slice(0, 20);
}

/** When a database was made, in milliseconds since 1970; a name that does not tell counts as old. */
function madeAt(name: string): number {
  const time = /_([0-9a-z]{8,9})_[0-9a-f]{12}$/.exec(name)?.[1];
  return time === undefined ? 0 : Number.parseInt(time, 36);
}

/** What gives a new database the encoding of the one that is connected to, where that is not `template0`'s. */
async function encodingOf(client: Client): Promise<string> {
  const { rows } = await client.query<{
    encoding: string;
    collate: string;
    ctype: string;
    /** PostgreSQL 15 and later: libc, ICU or builtin. */
    provider: 'c' | 'i' | 'b' | null;
    locale: string | null;
  }>(
    `SELECT pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, d.datcollate AS collate, d.datctype AS ctype,
            j->>'datlocprovider' AS provider, coalesce(j->>'datlocale', j->>'daticulocale') AS locale
       FROM pg_catalog.pg_database d CROSS JOIN LATERAL pg_catalog.to_jsonb(d) AS j
      WHERE d.datname = pg_catalog.current_database()
        AND d.encoding <> (SELECT t.encoding FROM pg_catalog.pg_database t WHERE t.datname = 'template0')`,
  );
  const [found] = rows;
  if (found === undefined) return '';
  const { encoding, collate, ctype, provider, locale } = found;
  const locales = {
    c: ' LOCALE_PROVIDER libc',
    i: ` LOCALE_PROVIDER icu ICU_LOCALE ${quoteLiteral(locale ?? '')}`,
    b: ` LOCALE_PROVIDER builtin BUILTIN_LOCALE ${quoteLiteral(locale ?? '')}`,
  };
  return ` ENCODING ${quoteLiteral(encoding)} LC_COLLATE ${quoteLiteral(collate)} LC_CTYPE ${quoteLiteral(ctype)}${provider === null ? '' : locales[provider]}`;
}

/** The template must have no connection; one that is just closing, or another copy's, passes. */
async function createPatiently(client: Client, sql: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(sql);
      return;
    } catch (error) {
      if (!failedWith(error, SQLSTATE.objectInUse) || attempt >= 50) throw describeSqlError(error, sql);
      await sleep(100);
    }
  }
}
