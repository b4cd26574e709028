import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { importJiti } from './jiti.ts';

/** The nearest file of one of these names, from a folder upwards to the root of the file system. */
export function findUpwards(from: string, names: readonly string[]): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const found = names.map((name) => path.join(folder, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/**
 * What a file of a project exports: JavaScript, TypeScript or JSON.
 * @throws whatever the file throws; TypeError where nothing can read its TypeScript
 */
export async function importFile(file: string): Promise<unknown> {
  const { href } = pathToFileURL(file);
  try {
    return await (file.endsWith('.json') ? import(href, { with: { type: 'json' } }) : import(href));
  } catch (error) {
    const typescript =
      error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION';
    if (!typescript) throw error;
    // Plain Node loads TypeScript from 22.18 on; the loader behind prisma.config.ts does it everywhere.
    const { createJiti } = await importJiti(
      'Node 22.18 or newer needs none; or write the file as JavaScript: .mjs.',
    );
    return createJiti(import.meta.url).import(href);
  }
}
