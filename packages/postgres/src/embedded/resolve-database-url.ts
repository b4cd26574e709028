import { parseDatabaseUrl, withDatabase } from '../connection/target/database-url.ts';
import { readDevelopmentBranch } from '../databases/development-branch.ts';
import { EMBEDDED_DATABASE, startEmbedded } from './start.ts';

/** Which server to use. */
export interface ResolveOptions {
  /** The environment; only `DATABASE_URL` is read. */
  env: Readonly<Record<string, string | undefined>>;
  /** The folder of the embedded server. */
  directory: string;
  onProgress?: ((text: string) => void) | undefined;
}

/**
 * The database to work on: DATABASE_URL as it is, with nothing started, when it is set and not empty;
 * else the embedded server, started when needed, on the branch that was switched to.
 * @throws postgres.invalid_url, the `postgres.embedded_*` errors
 */
export async function resolveDatabaseUrl(
  options: ResolveOptions,
): Promise<{ url: string; embedded: boolean; startedNow: boolean }> {
  const own = options.env.DATABASE_URL;
  if (own !== undefined && own !== '') {
    return { url: parseDatabaseUrl(own).href, embedded: false, startedNow: false };
  }
  const { directory, onProgress } = options;
  const { url, startedNow } = await startEmbedded({ directory, onProgress });
  return { url: embeddedUrl(url, directory), embedded: true, startedNow };
}

/**
 * The URL of the database on a running embedded server: `agora`, or the branch of it that was switched to.
 * @param url of any database of it
 */
export function embeddedUrl(url: string, directory: string): string {
  const branch = readDevelopmentBranch(directory);
  const isOfIt = branch?.servers.includes('embedded') === true && branch.base === EMBEDDED_DATABASE;
  return withDatabase(url, isOfIt ? branch.database : EMBEDDED_DATABASE);
}
