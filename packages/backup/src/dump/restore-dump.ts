import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { findProgram, runProgram } from './programs.ts';
import { withPrivateFolder } from './private-folder.ts';

/**
 * Has pg_restore restore a dump into a new database.
 * @param files of the dump: the name that pg_dump gave each, and what it holds
 * @throws AgoraError `backup.no_pg_dump`, `backup.pg_dump_failed`
 */
export async function restoreDump(
  files: readonly { readonly name: string; readonly read: () => Promise<Readable> }[],
  options: {
    readonly url: string;
    /** Of pg_dump. */
    readonly major: number;
    readonly jobs: number;
    readonly owners: boolean;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const { url, major, jobs, owners, signal } = options;
  const program = await findProgram('pg_restore', major);
  await withPrivateFolder(async (folder) => {
    await mkdir(folder, { mode: 0o700 });
    for (const { name, read } of files) {
      signal?.throwIfAborted();
      await pipeline(await read(), createWriteStream(path.join(folder, name), { mode: 0o600 }));
    }
    const parameters = [
      '--format=directory',
      `--jobs=${jobs}`,
      '--exit-on-error',
      '--no-password',
      '--dbname=',
    ];
    await runProgram(program, [...parameters, ...(owners ? [] : ['--no-owner', '--no-privileges']), folder], {
      url,
      signal,
    });
  });
}
