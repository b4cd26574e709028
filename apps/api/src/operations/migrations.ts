import type { HistoryAssessment } from '@agora/migrations/history';
import { sqlState, withConnection } from '@agora/postgres';
import { ApiError } from '../api-error.ts';
import type { Config } from '../config.ts';

/**
 * How the database stands to the migrations that this build came with. Reads over a connection of its own, as the
 * login: the API's role has no business in the history.
 * @param url of the database
 * @throws AgoraError `postgres.*` when the history cannot be read
 */
export async function assessMigrations(url: string): Promise<HistoryAssessment> {
  // Loaded when first asked: most starts and tests never do.
  const [{ migrationsDirectory }, { assessHistory, historySchema }] = await Promise.all([
    import('@agora/db/paths'),
    import('@agora/migrations/history'),
  ]);
  return withConnection(
    { url, applicationName: 'agora-api-migrations', statementTimeoutMs: 5000 },
    (client) => assessHistory(client, migrationsDirectory, { schema: historySchema(url) }),
  );
}

/**
 * Refuses a database that is not where this build's migrations want it. Only outside development: there `agora up`
 * applies what is pending before it starts the API.
 * @throws ApiError `api.not_migrated`
 */
export async function assertMigrated(config: Config): Promise<void> {
  if (config.environment === 'development') return;
  const { state, message } = await assessMigrations(config.database.url).catch((error: unknown) => {
    if (sqlState(error) !== '42501') throw error;
    throw new ApiError('api.not_migrated', 'The login may not read the history of migrations.', {
      why: 'Whether the database has the tables that this build needs stands in "_prisma_migrations".',
      fix: 'As its owner: GRANT SELECT ON "_prisma_migrations" TO the login in DATABASE_URL.',
      cause: error,
    });
  });
  if (state === 'ok') return;
  throw new ApiError('api.not_migrated', `The database is not where this build wants it: ${message}`, {
    why: `In ${config.environment} the API does not start on a ${state} migration.`,
    fix: 'agora migrate status tells more; agora migrate deploy applies what is pending.',
  });
}
