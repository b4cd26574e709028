import { join } from 'node:path';

import { parseDatabaseUrl, resolveDatabaseUrl } from '@agora/postgres';

import type { Context } from './context.ts';

/** The database that commands work on. */
export interface TargetDatabase {
  readonly url: string;
  /** For people: without the password. */
  readonly redacted: string;
  /** The database's own name, as in `--confirm <name>`. */
  readonly name: string;
  /** Whether it lies on the embedded server. */
  readonly embedded: boolean;
  /** Whether the embedded server was started by this call. */
  readonly startedNow: boolean;
}

/** The folder of the workspace's embedded server. */
export function embeddedDirectory(context: Pick<Context, 'root'>): string {
  return join(context.root, '.agora');
}

/** DATABASE_URL as it is; unset: the embedded server, which is started when it does not run. */
export async function openDatabase(
  context: Pick<Context, 'root' | 'settings'>,
  onProgress?: (text: string) => void,
): Promise<TargetDatabase> {
  const found = await resolveDatabaseUrl({
    env: { DATABASE_URL: context.settings.DATABASE_URL },
    directory: embeddedDirectory(context),
    onProgress,
  });
  const { redacted, database } = parseDatabaseUrl(found.url);
  return { ...found, redacted, name: database };
}
