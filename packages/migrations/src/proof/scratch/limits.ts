import { type Client, failedWith, quoteIdentifier, SQLSTATE } from '@agora/postgres';

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
  (state: Parameters<typeof failedWith>[1]) =>
  (error: unknown): void => {
    if (!failedWith(error, state)) throw error;
  };

/** Settings of the database hold in every session, also after the script has reset its own. */
export async function setLimits(
  client: Client,
  name: string,
  limits: ScratchLimits = {},
  settings: Readonly<Record<string, string | undefined>> = {},
): Promise<void> {
  const set = (setting: string, value: string): Promise<unknown> =>
    client.query(`ALTER DATABASE ${quoteIdentifier(name)} SET ${setting} TO ${value}`);
  await set('statement_timeout', String(limits.statementTimeoutMs ?? 60_000));
  await set('temp_file_limit', `'${limits.temporaryFilesMb ?? 512}MB'`).catch(
    unless(SQLSTATE.insufficientPrivilege),
  );
  // What stands behind a foreign table is another server's. Minor releases before August 2024 do not know it.
  await set('restrict_nonsystem_relation_kind', `'foreign-table'`).catch(unless(SQLSTATE.undefinedObject));
  for (const [setting, value] of Object.entries(settings)) if (value !== undefined) await set(setting, value);
}
