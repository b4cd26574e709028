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

/** What lies beside migrations and is none: documents, pictures, settings, leavings of editors and systems. */
const BESIDE = [
  /\.(?:md|markdown|mdx|txt|rst|adoc|html?|pdf|png|jpe?g|gif|svg|drawio|puml|mmd)$/i,
  /\.(?:json|jsonc|ya?ml|toml|ini|cfg|properties|csv|log|lock|map|bak|orig|rej|swp|tmp)$|\.d\.[cm]?ts$|~$/i,
  /^(?:readme|licen[cs]e|changelog|contributing|notice|makefile|dockerfile|thumbs\.db)$/i,
];

/**
 * The files of a folder, by name. Folders in it and hidden files are left alone, and so is what lies beside migrations
 * and is none: that is named.
 * @throws AgoraError `migrations.cannot_import`, `migrations.not_utf8`
 */
export async function filesIn(
  directory: string,
): Promise<{ readonly files: readonly ForeignFile[]; readonly leftAlone: readonly string[] }> {
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
  const sorted = names.toSorted((a, b) => a.localeCompare(b));
  const files = await Promise.all(
    sorted
      .filter((name) => !isBeside(name))
      .map(async (name) => {
        const file = path.join(directory, name);
        const bytes = await readFile(file);
        return { name, bytes, text: decodeText(bytes, file) };
      }),
  );
  return { files, leftAlone: sorted.filter(isBeside) };
}

function isBeside(name: string): boolean {
  return BESIDE.some((pattern) => pattern.test(name));
}
