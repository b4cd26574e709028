import { parseDatabaseUrl } from '../connection/target/database-url.ts';
import { startEmbedded } from './start.ts';

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
 * else the embedded server, started when needed.
 * @throws postgres.invalid_url, the `postgres.embedded_*` errors
 */
export async function resolveDatabaseUrl(
  options: ResolveOptions,
): Promise<{ url: string; embedded: boolean; startedNow: boolean }> {
  const own = options.env.DATABASE_URL;
  if (own !== undefined && own !== '') {
    return { url: parseDatabaseUrl(own).href, embedded: false, startedNow: false };
  }
  const { url, startedNow } = await startEmbedded({
    directory: options.directory,
    onProgress: options.onProgress,
  });
  return { url, embedded: true, startedNow };
}
