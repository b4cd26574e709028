import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import type { ManifestFile } from '../format/manifest.ts';
import { type Packing, storeInto } from '../format/pack.ts';
import type { Draft } from '../store/store.ts';
import { findProgram, runProgram } from './programs.ts';
import { withPrivateFolder } from './private-folder.ts';

/** A dump of pg_dump among the files of a backup. */
interface Dumped {
  /** Of pg_dump. */
  readonly version: string;
  /** Where its table of contents is, as it is stored. */
  readonly contents: string;
  readonly files: readonly ManifestFile[];
}

/**
 * Has pg_dump write a directory from a snapshot, several tables at once, and stores its files: as they are, or encrypted.
 * @throws AgoraError `backup.no_pg_dump`, `backup.pg_dump_failed`
 */
export async function dumpInto(
  { draft, packing }: { readonly draft: Draft; readonly packing: Packing },
  options: {
    readonly url: string;
    readonly snapshot: string;
    /** Of the server. */
    readonly major: number;
    readonly jobs: number;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Dumped> {
  const { url, snapshot, major, jobs, signal } = options;
  const program = await findProgram('pg_dump', major);
  return withPrivateFolder(async (folder) => {
    const parameters = ['--format=directory', `--jobs=${jobs}`, `--snapshot=${snapshot}`, '--compress=1'];
    const more = ['--no-subscriptions', '--no-password', '--file', folder];
    await runProgram(program, [...parameters, ...more], { url, signal });
    const files: ManifestFile[] = [];
    for (const name of await readdir(folder)) {
      signal?.throwIfAborted();
      files.push(await storeInto(draft, name, createReadStream(path.join(folder, name)), packing));
    }
    const contents = files.find(({ name }) => name.startsWith('toc.dat'))!.name;
    return { version: program.version, contents, files };
  });
}
