import { AgoraError } from '../errors/agora-error.ts';

import { findUpwards, importFile } from './import-file.ts';
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
  return findUpwards(from, fileNames);
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
