import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { AgoraError, undefinedIfMissing } from '@agora/core';

import { MARK } from './render-docs.ts';

/** How the documentation on disk differs from what it should be. */
export interface DocsDifference {
  readonly path: string;
  readonly kind: 'missing' | 'changed' | 'superfluous';
}

/**
 * Compares the documentation on disk with what it should be. Line ends are no difference, since git may
 * change them.
 * @param directory the folder of the documentation; need not exist
 */
export async function compareDocs(
  directory: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly DocsDifference[]> {
  const differences: DocsDifference[] = [];
  for (const [file, content] of files) {
    const found = await readText(path.join(directory, file));
    if (found === undefined) differences.push({ path: file, kind: 'missing' });
    else if (found.replaceAll('\r\n', '\n') !== content) differences.push({ path: file, kind: 'changed' });
  }
  for (const file of await listFiles(directory)) {
    if (!files.has(file) && isOurs(file)) differences.push({ path: file, kind: 'superfluous' });
  }
  return differences.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Writes what differs and removes pages of migrations that are gone. Other files in the folder are left alone.
 * @returns what was changed
 * @throws AgoraError `docs.foreign_folder` when the folder holds a README.md that this did not write
 */
export async function writeDocs(
  directory: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly DocsDifference[]> {
  const readme = await readText(path.join(directory, 'README.md'));
  if (readme !== undefined && !readme.startsWith(MARK)) {
    throw new AgoraError({
      code: 'docs.foreign_folder',
      message: `${directory} holds a README.md that was not written by this command.`,
      why: 'It would be overwritten.',
      fix: 'Choose another folder with --output, or move the file away.',
    });
  }
  const differences = await compareDocs(directory, files);
  for (const { path: file, kind } of differences) {
    const target = path.join(directory, file);
    if (kind === 'superfluous') {
      await rm(target);
      continue;
    }
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, files.get(file) ?? '');
  }
  return differences;
}

/** Pages of migrations and diagrams of domains: the files whose names depend on the project. */
function isOurs(file: string): boolean {
  return /^migrations\/[^/]+\.md$/.test(file) || /^domains\/[^/]+\.svg$/.test(file);
}

async function listFiles(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    undefinedIfMissing,
  );
  return (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(directory, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    );
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(undefinedIfMissing);
}
