import { AgoraError } from '@agora/core';
import {
  type Client,
  failedWith,
  quoteLiteral,
  serverError,
  SQLSTATE,
  withTransaction,
  readServerMajor,
} from '@agora/postgres';
import type { DatabaseFacts } from '../../format/manifest.ts';

/** Which version a provider of locales came with. */
const SINCE = { c: 0, i: 15, b: 17 } as const;
const PROVIDERS = { c: 'libc', i: 'icu', b: 'builtin' } as const;

/**
 * What a server lacks to make a database with a locale; undefined where it lacks nothing, or the role may not try. Every
 * provider wants the locales of libc, too: they are tried by a collation of the session, which is rolled back.
 */
export async function missingLocale(
  client: Client,
  { provider, collate, ctype }: DatabaseFacts,
): Promise<string | undefined> {
  const major = await readServerMajor(client);
  if (major < SINCE[provider])
    return `PostgreSQL ${major} has no locales of the provider ${PROVIDERS[provider]}`;
  if (provider === 'i' && !(await hasIcu(client))) return 'it was built without ICU';
  return tryCollation(client, `lc_collate = ${quoteLiteral(collate)}, lc_ctype = ${quoteLiteral(ctype)}`);
}

async function hasIcu(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_catalog.pg_collation WHERE collprovider = 'i' LIMIT 1`,
  );
  return rowCount === 1;
}

const undone = Symbol('undone');

async function tryCollation(client: Client, options: string): Promise<string | undefined> {
  try {
    await withTransaction(client, async () => {
      await client.query(`CREATE COLLATION pg_temp.agora_try (${options})`);
      // oxlint-disable-next-line typescript/only-throw-error -- it is caught below
      throw undone;
    });
  } catch (error) {
    if (error === undone || failedWith(error, SQLSTATE.insufficientPrivilege)) return undefined;
    // The locale is there, and is of another encoding than the database that is asked.
    if (serverError(error)?.routine === 'check_encoding_locale_matches') return undefined;
    if (error instanceof Error) return error.message;
    throw error;
  }
  return undefined;
}

/** The error for {@link missingLocale}. */
export function localeMissing(lack: string): AgoraError {
  return new AgoraError({
    code: 'backup.locale_missing',
    message: `The server cannot make a database with the locale of the backup: ${lack}.`,
    why: 'Text is sorted and compared by it, in indexes too: the database is made with the same one, or not at all.',
    fix: 'Install the locale on the server (on Debian: locale-gen, and a restart), or restore on a server that has it.',
  });
}
