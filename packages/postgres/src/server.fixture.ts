import { join } from 'node:path';
import { withTemporaryDatabase } from './databases/temporary-database.ts';
import { disposableSettings } from './embedded/settings.ts';
import { startEmbedded } from './embedded/start.ts';
import { findWorkspaceRoot } from './workspace-root.ts';

let shared: Promise<string> | undefined;

/** The server that tests run on, the same that @agora/testkit uses, which stands on this package and so cannot be used here. */
export function serverUrl(): Promise<string> {
  shared ??= findOrStart();
  return shared;
}

/** Runs a test in a database of its own. */
export async function inDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  return withTemporaryDatabase(await serverUrl(), use, { label: 'test' });
}

async function findOrStart(): Promise<string> {
  const own = process.env['TEST_DATABASE_URL'];
  if (own !== undefined && own !== '') return own;
  const directory = join(findWorkspaceRoot(import.meta.dirname), '.agora', 'test');
  return (await startEmbedded({ directory, port: 25432, settings: disposableSettings })).url;
}
