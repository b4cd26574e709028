import { join } from 'node:path';
import {
  disposableSettings,
  findWorkspaceRoot,
  startEmbedded,
  stopEmbedded,
  sweepTemporaryDatabases,
} from '@agora/postgres';

let shared: Promise<string> | undefined;

/**
 * The URL of the server that tests run on: `TEST_DATABASE_URL` as it is, else an embedded server of
 * its own under `<workspace>/.agora/test`. That one is started when needed, shared by all test
 * processes and left running; `stopTestServer` ends it after a whole run.
 */
export function testServerUrl(): Promise<string> {
  shared ??= findOrStart();
  return shared;
}

/** Stops the embedded test server. @returns whether it was running; a `TEST_DATABASE_URL` is left alone */
export function stopTestServer(): Promise<boolean> {
  shared = undefined;
  return stopEmbedded({ directory: directory() });
}

async function findOrStart(): Promise<string> {
  const own = process.env['TEST_DATABASE_URL'];
  if (own !== undefined && own !== '') return own;
  const server = await startEmbedded({ directory: directory(), port: 25432, settings: disposableSettings });
  // Killed runs leave databases behind; the first process of a run has them removed.
  if (server.startedNow) await sweepTemporaryDatabases(server.url);
  return server.url;
}

function directory(): string {
  return join(findWorkspaceRoot(import.meta.dirname), '.agora', 'test');
}
