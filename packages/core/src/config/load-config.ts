import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { AgoraError } from '../errors/agora-error.ts';

import { importJiti } from './jiti.ts';
import { type AgoraConfig, makeConfig } from './make-config.ts';

const fileNames = [
  'agora.config.ts',
  'agora.config.mts',
  'agora.config.js',
  'agora.config.mjs',
  'agora.config.json',
];

/** The nearest agora.config file, from a folder upwards; undefined when there is none. */
export function findAgoraConfig(from: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const found = fileNames.map((name) => path.join(folder, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
    if (path.dirname(folder) === folder) return undefined;
  }
}

/**
 * Loads agora.config.ts, or the defaults when there is none.
 * @param from where the search begins; ends at the root of the file system
 * @param file the file itself, instead of a search
 * @throws AgoraError `config.invalid` with every fault at once
 */
export async function loadAgoraConfig(
  from: string,
  file: string | undefined = findAgoraConfig(from),
): Promise<AgoraConfig> {
  if (file === undefined) return makeConfig({});
  let loaded: unknown;
  try {
    loaded = await importFile(file);
  } catch (error) {
    throw new AgoraError({
      code: 'config.invalid',
      message: `${file} cannot be loaded.`,
      why: error instanceof Error ? error.message : String(error),
      fix: 'Correct the file.',
      cause: error,
    });
  }
  const exported =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  // Only a file needs checking, and the deployer starts faster without the schema.
  const { parseAgoraConfig } = await import('./parse-config.ts');
  return parseAgoraConfig(exported, file);
}

async function importFile(file: string): Promise<unknown> {
  const { href } = pathToFileURL(file);
  try {
    return await (file.endsWith('.json') ? import(href, { with: { type: 'json' } }) : import(href));
  } catch (error) {
    const typescript =
      error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_FILE_EXTENSION';
    if (!typescript) throw error;
    // Plain Node loads TypeScript from 22.18 on; the loader behind prisma.config.ts does it everywhere.
    const { createJiti } = await importJiti(
      'Node 22.18 or newer needs none; or write it as agora.config.mjs or agora.config.json.',
    );
    return createJiti(import.meta.url).import(href);
  }
}
