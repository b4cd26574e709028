import { AgoraError } from '@agora/core';

import { damaged } from '../format/damage.ts';
import { MANIFEST_FILE, VERIFIED_FILE } from '../format/manifest.ts';
import { inspect } from '../format/pack.ts';
import type { BackupStore, Draft, StoredBackup } from '../store/store.ts';
import type { OnProgress } from '../work/progress.ts';
import { readBackupHead } from './list.ts';

/** A backup in another place. */
export interface Copied {
  readonly backup: StoredBackup;
  /** Files that were sent, and those that were there and equal. */
  readonly sent: number;
  readonly kept: number;
}

/**
 * Copies a backup to another place, under its name: to a bucket, after it was made in a folder. It needs no key. Killed or
 * failed, it goes on file by file: what is there is read and compared, what is cut off is sent again. The copy counts as
 * verified when it was restored from there.
 * @throws AgoraError `backup.store`, `backup.damaged`
 */
export async function copyBackup(
  stored: StoredBackup,
  target: BackupStore,
  {
    signal,
    onProgress,
  }: { readonly signal?: AbortSignal | undefined; readonly onProgress?: OnProgress | undefined },
): Promise<Copied> {
  const { name } = stored;
  const manifest = await stored.readText(MANIFEST_FILE);
  if (manifest === undefined) throw damaged(stored.location, ['manifest.json is missing']);
  const files = [...(await stored.files())].filter(
    ([file]) => file !== MANIFEST_FILE && file !== VERIFIED_FILE,
  );
  if ((await target.list()).includes(name)) {
    const backup = await target.open(name);
    if ((await readBackupHead(backup)).id !== (await readBackupHead(stored)).id)
      throw taken(name, target.name);
    return { backup, sent: 0, kept: files.length };
  }
  const draft = await target.goOn(name);
  const total = files.reduce((sum, [, size]) => sum + size, 0);
  let [done, sent] = [0, 0];
  try {
    for (const [file, size] of files) {
      signal?.throwIfAborted();
      if (!(await isThere(draft, stored, file, size))) {
        await draft.write(file, await stored.read(file));
        sent += 1;
      }
      done += size;
      onProgress?.({ stage: 'rows', done, total, label: file });
    }
    return { backup: await draft.finish(manifest), sent, kept: files.length - sent };
  } catch (error) {
    // The first error is told; without this the draft is free once the process has ended.
    await draft.leave().catch(() => undefined);
    throw error;
  }
}

async function isThere(draft: Draft, stored: StoredBackup, file: string, size: number): Promise<boolean> {
  if (draft.there.get(file) !== size) return false;
  const [mine, other] = [await inspect(await draft.read(file)), await inspect(await stored.read(file))];
  return mine.sha256 === other.sha256;
}

function taken(name: string, store: string): AgoraError {
  return new AgoraError({
    code: 'backup.store',
    message: `${store} has another backup of the name ${name}.`,
    why: 'Both were made in the same second, of databases of one name.',
    fix: 'Copy it to another prefix or folder.',
  });
}
