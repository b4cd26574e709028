import path from 'node:path';
import { findWorkspaceRoot, renderError, resolveDatabaseUrl } from '@agora/postgres';
import { parseConfig } from './config.ts';
import { startServer } from './start-server.ts';

/** Milliseconds for requests in flight to finish after a signal, and after the delay that is configured. */
const graceMs = 10_000;

/** The API as a process of its own: listens until a signal, then lets requests in flight finish. */
export async function serve(): Promise<void> {
  try {
    const { url } =
      process.env['DATABASE_URL'] === undefined || process.env['DATABASE_URL'] === ''
        ? await resolveDatabaseUrl({
            env: process.env,
            directory: path.join(findWorkspaceRoot(import.meta.dirname), '.agora'),
          })
        : { url: process.env['DATABASE_URL'] };
    const config = parseConfig({ ...process.env, DATABASE_URL: url });
    const server = await startServer({ config });
    process.stderr.write(`Agora answers at ${server.url}\n`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        setTimeout(() => process.exit(1), config.shutdownDelayMs + graceMs).unref();
        void server.close();
      });
    }
  } catch (error) {
    process.stderr.write(`${renderError(error)}\n`);
    process.exitCode = 1;
  }
}
