import { AgoraError, isAgoraError } from '@agora/core';
import { historySchema, type Project, type ScratchOptions } from '@agora/migrations';
import { parseDatabaseUrl, quoteIdentifier, withConnection } from '@agora/postgres';

import { text } from '../command/option.ts';
import type { Context } from '../context/context.ts';
import { projectUrl } from './open-project.ts';

/** `--server` of a verb that works on temporary databases. */
export const serverOption = text('url', 'a server for temporary databases; by default the project’s own');

/**
 * The server on which temporary databases are made: `--server`, else the shadow database's of
 * prisma.config.ts, else the project's own. Nothing in the named database itself is touched.
 * @throws AgoraError `cli.no_shadow_database`
 */
export async function scratchServer(
  project: Project,
  context: Pick<Context, 'settings'>,
  server: string | undefined,
): Promise<string> {
  return (await otherServer(project, server)) ?? projectUrl(project, context);
}

/**
 * The same, but undefined for the project's own.
 * @throws AgoraError `cli.no_shadow_database`
 */
export async function otherServer(
  { shadowUrl }: Pick<Project, 'shadowUrl'>,
  server?: string,
): Promise<string | undefined> {
  if (server !== undefined || shadowUrl === undefined) return server;
  await withConnection(shadowUrl, () => Promise.resolve()).catch((error: unknown) => {
    throw isAgoraError(error) && error.code === 'postgres.invalid_catalog_name'
      ? noShadowDatabase(shadowUrl, error)
      : error;
  });
  return shadowUrl;
}

/** What a scratch database of the project starts from. */
export async function scratchOptions(
  project: Project,
  context: Pick<Context, 'settings'>,
  server: string | undefined,
): Promise<ScratchOptions> {
  const adminUrl = await scratchServer(project, context, server);
  return { adminUrl, initSql: project.initSql, schema: historySchema(project.url ?? adminUrl) };
}

function noShadowDatabase(url: string, cause: unknown): AgoraError {
  const { database, redacted } = parseDatabaseUrl(url);
  return new AgoraError({
    code: 'cli.no_shadow_database',
    message: `The database ${database}, which shadowDatabaseUrl names, does not exist.`,
    why: `The history is replayed on that server. The server answers, and has no database of that name.\nURL: ${redacted}`,
    fix: `Create it, empty, on that server: CREATE DATABASE ${quoteIdentifier(database)}; or take shadowDatabaseUrl out of prisma.config.ts: temporary databases are then made on your own server.`,
    cause,
  });
}
