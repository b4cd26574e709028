import { AgoraError, isAgoraError } from '@agora/core';
import { historySchema, type Project, type ScratchOptions } from '@agora/migrations';
import {
  embeddedMajor,
  embeddedStatus,
  parseDatabaseUrl,
  quoteIdentifier,
  startEmbedded,
  withConnection,
  withDatabase,
  readServerMajor,
} from '@agora/postgres';

import { text } from '../../command/option.ts';
import type { Context } from '../../context/context.ts';
import { embeddedDirectory } from '../../context/database.ts';
import { projectUrl } from '../open/open-project.ts';

/** `--server` of a verb that works on temporary databases. */
export const serverOption = text('url', 'a server for temporary databases; by default the project’s own');

type ScratchContext = Pick<Context, 'settings' | 'root' | 'out'>;

/**
 * The server on which temporary databases are made: `--server`, else that of shadowDatabaseUrl, else the project's own,
 * through the database postgres where its own is not there. Where the role may make none, or no database is named, it is
 * the embedded server, if that is installed. What is not the project's own server is said.
 * @throws AgoraError `cli.no_shadow_database`, `migrations.no_url`
 */
export async function scratchServer(
  project: Project,
  context: ScratchContext,
  server: string | undefined,
): Promise<string> {
  const other = await otherServer(project, server);
  if (other !== undefined) return other;
  let url: string;
  try {
    url = projectUrl(project, context);
  } catch (error) {
    const embedded = await embeddedServer(context, 'The project’s database is not known');
    if (embedded === undefined) throw error;
    return embedded;
  }
  const own = await readOwnServer(url, context);
  if (own.mayCreate) return own.url;
  // Without it, the work itself says what the role lacks.
  return (await embeddedServer(context, mayNot(own))) ?? own.url;
}

/**
 * The same for what is compared with the project's own database, which only a server of the same major version can be;
 * undefined for the project's own server.
 * @throws AgoraError `cli.no_shadow_database`
 */
export async function comparableServer(
  project: Project,
  context: ScratchContext,
  server?: string,
): Promise<string | undefined> {
  const other = await otherServer(project, server);
  if (other !== undefined) return other;
  const own = await readOwnServer(projectUrl(project, context), context);
  return own.mayCreate || own.major !== embeddedMajor ? undefined : embeddedServer(context, mayNot(own));
}

/** What a scratch database of the project starts from. */
export async function scratchOptions(
  project: Project,
  context: ScratchContext,
  server: string | undefined,
): Promise<ScratchOptions> {
  const adminUrl = await scratchServer(project, context, server);
  return { adminUrl, initSql: project.initSql, schema: historySchema(project.url ?? adminUrl) };
}

/**
 * The same without starting a server; undefined where the embedded one would have to be.
 * @throws AgoraError `cli.no_shadow_database`, `migrations.no_url`
 */
export async function standingScratchOptions(
  project: Project,
  context: ScratchContext,
  server: string | undefined,
): Promise<ScratchOptions | undefined> {
  const adminUrl = (await otherServer(project, server)) ?? (await standingServer(project, context));
  if (adminUrl === undefined) return undefined;
  return { adminUrl, initSql: project.initSql, schema: historySchema(project.url ?? adminUrl) };
}

async function standingServer(project: Project, context: ScratchContext): Promise<string | undefined> {
  const own = await readOwnServer(projectUrl(project, context), context);
  if (own.mayCreate) return own.url;
  const embedded = await embeddedStatus({ directory: embeddedDirectory(context) });
  return embedded.running ? embedded.url : undefined;
}

/**
 * `--server`, else that of shadowDatabaseUrl; undefined for the project’s own.
 * @throws AgoraError `cli.no_shadow_database`
 */
export async function otherServer(
  { shadowUrl }: Pick<Project, 'shadowUrl'>,
  server?: string,
): Promise<string | undefined> {
  if (server !== undefined || shadowUrl === undefined) return server;
  await withConnection(shadowUrl, () => Promise.resolve()).catch((error: unknown) => {
    throw isMissing(error) ? noShadowDatabase(shadowUrl, error) : error;
  });
  return shadowUrl;
}

interface OwnServer {
  /** Of a database that is there. */
  readonly url: string;
  readonly user: string;
  readonly major: number;
  readonly mayCreate: boolean;
}

async function readOwnServer(url: string, { out }: Pick<Context, 'out'>): Promise<OwnServer> {
  try {
    return await readRights(url);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const around = withDatabase(url, 'postgres');
    const found = await readRights(around).catch(() => undefined);
    if (found === undefined) throw error;
    const { database } = parseDatabaseUrl(url);
    out.note(
      `The database ${database} does not exist: temporary databases are made through the database postgres of its server.`,
    );
    return found;
  }
}

function readRights(url: string): Promise<OwnServer> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ user: string; mayCreate: boolean }>(
      `SELECT rolname AS "user", rolsuper OR rolcreatedb AS "mayCreate"
         FROM pg_catalog.pg_roles WHERE rolname = current_user`,
    );
    const { user = '', mayCreate = true } = rows[0] ?? {};
    return { url, user, major: await readServerMajor(client), mayCreate };
  });
}

function mayNot({ user }: OwnServer): string {
  return `${user} may not make databases on the project’s server`;
}

/**
 * The server for work that reads files only: `--server`, else the embedded one. The project's own is not asked.
 * @throws AgoraError `postgres.embedded_binaries_missing`, `postgres.embedded_unsupported_platform`
 */
export async function serverForFiles(context: ScratchContext, server: string | undefined): Promise<string> {
  return server ?? startServer(context, 'No database is asked');
}

async function startServer(context: ScratchContext, because: string): Promise<string> {
  const { url } = await startEmbedded({
    directory: embeddedDirectory(context),
    onProgress: context.out.note,
  });
  context.out.note(
    `${because}: temporary databases are made on the embedded server, PostgreSQL ${embeddedMajor} (agora db stop ends it; --server names another).`,
  );
  return url;
}

/** The embedded server, or undefined where it is not installed. */
async function embeddedServer(context: ScratchContext, because: string): Promise<string | undefined> {
  try {
    return await startServer(context, because);
  } catch (error) {
    if (isAgoraError(error) && notInstalled.has(error.code)) return undefined;
    throw error;
  }
}

const notInstalled: ReadonlySet<string> = new Set([
  'postgres.embedded_binaries_missing',
  'postgres.embedded_unsupported_platform',
]);

function isMissing(error: unknown): boolean {
  return isAgoraError(error) && error.code === 'postgres.invalid_catalog_name';
}

function noShadowDatabase(url: string, cause: unknown): AgoraError {
  const { database, redacted } = parseDatabaseUrl(url);
  return new AgoraError({
    code: 'cli.no_shadow_database',
    message: `The database ${database}, which shadowDatabaseUrl names, does not exist.`,
    why: `The history is replayed on that server. The server answers, and has no database of that name.\nURL: ${redacted}`,
    fix: `Create it, empty, on that server: CREATE DATABASE ${quoteIdentifier(database)}; or take shadowDatabaseUrl out of the Prisma configuration or schema: temporary databases are then made on your own server.`,
    cause,
  });
}
