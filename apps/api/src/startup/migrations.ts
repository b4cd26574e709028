import type { HistoryAssessment } from '@agora/migrations/history';
import { failedWith, SQLSTATE, withConnection } from '@agora/postgres';
import { ApiError } from '../api-error.ts';
import type { Config } from '../config.ts';

/**
 * How the database stands to the migrations that this build came with. Reads over a connection of its own, as the
 * login: the API's role has no business in the history.
 * @param settings of the database
 * @throws AgoraError `postgres.*` when the history cannot be read
 */
export async function assessMigrations({
  directUrl: url,
  connectTimeoutMs,
  statementTimeoutMs,
}: Config['database']): Promise<HistoryAssessment> {
  // Loaded when first asked: most starts and tests never do.
  const [{ migrationsDirectory }, { assessHistory, historySchema }] = await Promise.all([
    import('@agora/db/paths'),
    import('@agora/migrations/history'),
  ]);
  return withConnection(
    { url, applicationName: 'agora-api-migrations', connectTimeoutMs, statementTimeoutMs },
    (client) => assessHistory(client, migrationsDirectory, { schema: historySchema(url) }),
  );
}

/**
 * Refuses a database that is not where this build's migrations want it. In development what is pending is applied,
 * and an unknown history is only told of: there people edit migrations while they write them.
 * @param say is given a line of prose for people
 * @returns whether it is as it was found, or something was applied
 * @throws ApiError `api.not_migrated`
 */
export async function assertMigrated(
  config: Config,
  say: (line: string) => void,
): Promise<'as-found' | 'applied'> {
  const found = await assess(config.database);
  if (found.state === 'ok') return 'as-found';
  if (config.environment === 'development' && found.state === 'unknown') {
    say(`The database is not where this build wants it: ${found.message}`);
    return 'as-found';
  }
  if (config.environment === 'development' && found.state === 'pending') {
    say(`Applying ${found.pending.join(', ')}.`);
    await applyPending(config.database.directUrl);
    return 'applied';
  }
  throw new ApiError('api.not_migrated', `The database is not where this build wants it: ${found.message}`, {
    why: `In ${config.environment} the API does not start on a ${found.state} migration.`,
    fix: 'agora migrate status tells more; agora migrate deploy applies what is pending.',
  });
}

async function assess(settings: Config['database']): Promise<HistoryAssessment> {
  return assessMigrations(settings).catch((error: unknown) => {
    if (!failedWith(error, SQLSTATE.insufficientPrivilege)) throw error;
    throw new ApiError('api.not_migrated', 'The login may not read the history of migrations.', {
      why: 'Whether the database has the tables that this build needs stands in "_prisma_migrations".',
      fix: 'As its owner: GRANT SELECT ON "_prisma_migrations" TO the login in DATABASE_URL.',
      cause: error,
    });
  });
}

/** Runs the deployer as a process of its own: the API may read the history, and nothing in it may write it. */
async function applyPending(url: string): Promise<void> {
  const [{ execFile }, { createRequire }, { promisify }, { migrationsDirectory }] = await Promise.all([
    import('node:child_process'),
    import('node:module'),
    import('node:util'),
    import('@agora/db/paths'),
  ]);
  const deployer = createRequire(import.meta.filename).resolve('@agora/migrations/deployer');
  const call = [...process.execArgv, deployer, 'deploy', '--migrations', migrationsDirectory];
  // The URL holds a password, and arguments are for everybody to see.
  const env = { ...process.env, DATABASE_URL: url, AGORA_ENV: 'development' };
  await promisify(execFile)(process.execPath, call, { env }).catch((error: unknown) => {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new ApiError('api.not_migrated', 'The pending migrations could not be applied.', {
      why: output,
      fix: 'Mend what the message says; agora migrate deploy does the same with more to see.',
      cause: error,
    });
  });
}
