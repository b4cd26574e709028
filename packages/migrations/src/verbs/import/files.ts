import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError } from '@agora/core';
import { decodeText } from '../../project/decode-text.ts';

/** A file of another runner. */
export interface ForeignFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly text: string;
}

/**
 * The files of a folder, by name; folders in it are left alone.
 * @throws AgoraError `migrations.cannot_import`, `migrations.not_utf8`
 */
export async function filesIn(directory: string): Promise<readonly ForeignFile[]> {
  let names: readonly string[];
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  } catch (error) {
    throw new AgoraError({
      code: 'migrations.cannot_import',
      message: `The folder ${directory} cannot be read.`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Name the folder that holds the files of the other runner.',
      cause: error,
    });
  }
  return Promise.all(
    names
      .toSorted((a, b) => a.localeCompare(b))
      .map(async (name) => {
        const file = path.join(directory, name);
        const bytes = await readFile(file);
        return { name, bytes, text: decodeText(bytes, file) };
      }),
  );
}
