import { type Client, failedWith, quoteIdentifier, SQLSTATE } from '@agora/postgres';

import type { Setting } from './meaning.ts';

/** What scripts of unknown origin may use of the server that they are tried on. */
export interface ScratchLimits {
  /** Longest that one statement may run, in milliseconds. Default 60,000. */
  readonly statementTimeoutMs?: number | undefined;
  /** Most disk that a session's sorts and hashes may use, in megabytes. Default 512. Needs a superuser; else left. */
  readonly temporaryFilesMb?: number | undefined;
  /** Most disk that one scratch database may grow to, in megabytes. Default 2,048. */
  readonly databaseMb?: number | undefined;
}

/** Lets a setting go that the session may not make, or that the server does not know. */
const unless =
  (...states: Parameters<typeof failedWith>[1][]) =>
  (error: unknown): void => {
    if (!failedWith(error, ...states)) throw error;
  };

/**
 * Settings of a role in a database hold in every session, also after the script has reset its own, and before those of
 * the role alone.
 * @param settings SQL; what the session may not set, or the server does not know, is left
 */
export async function setLimits(
  client: Client,
  name: string,
  limits: ScratchLimits = {},
  settings: readonly Setting[] = [],
): Promise<void> {
  const set = (setting: string, value: string): Promise<unknown> =>
    client.query(`ALTER ROLE CURRENT_USER IN DATABASE ${quoteIdentifier(name)} SET ${setting} TO ${value}`);
  await set('statement_timeout', String(limits.statementTimeoutMs ?? 60_000));
  await set('temp_file_limit', `'${limits.temporaryFilesMb ?? 512}MB'`).catch(
    unless(SQLSTATE.insufficientPrivilege),
  );
  // What stands behind a foreign table is another server's. Minor releases before August 2024 do not know it.
  await set('restrict_nonsystem_relation_kind', `'foreign-table'`).catch(unless(SQLSTATE.undefinedObject));
  for (const { name: setting, value } of settings)
    await set(setting, value).catch(unless(SQLSTATE.insufficientPrivilege, SQLSTATE.undefinedObject));
}
