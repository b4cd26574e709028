import path from 'node:path';
import { AgoraError } from '@agora/core';
import { folderStore } from './folder.ts';
import type { BackupStore } from './store.ts';

/**
 * The place that a text names: a folder, or the URL of a bucket.
 * @param around.cwd from which relative paths are meant
 * @throws AgoraError `backup.store`
 */
export function openStore(
  place: string,
  { cwd }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<BackupStore> {
  if (/^[a-z][a-z0-9+]+:\/\//i.test(place)) {
    throw new AgoraError({
      code: 'backup.store',
      message: `${place.split('://', 1)[0]}:// is no place where backups are kept.`,
      why: 'A folder is.',
      fix: 'Name a folder.',
    });
  }
  return Promise.resolve(folderStore(path.resolve(cwd, place)));
}
