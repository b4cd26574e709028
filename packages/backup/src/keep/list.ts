import { isAgoraError } from '@agora/core';
import * as z from 'zod';
import { MANIFEST_FILE, type ManifestHead, VERIFIED_FILE } from '../format/manifest.ts';
import { readHead } from '../format/read-manifest.ts';
import type { BackupStore, StoredBackup } from '../store/store.ts';

/** A backup in a list, read without its key. */
export interface ListedBackup {
  readonly name: string;
  readonly location: string;
  /** Undefined where the manifest is damaged. */
  readonly head: ManifestHead | undefined;
  /** Why there is none. */
  readonly fault: string | undefined;
  /** When it was last restored and found whole, as an ISO date. */
  readonly verifiedAt: string | undefined;
}

const verifiedSchema = z.object({ id: z.string(), verifiedAt: z.iso.datetime({ offset: true }) });

/**
 * Every backup of a store, the oldest first.
 * @throws AgoraError `backup.store` when one cannot be opened: a list without it would pass for whole
 */
export async function listBackups(store: BackupStore): Promise<readonly ListedBackup[]> {
  const listed: ListedBackup[] = [];
  for (const name of await store.list()) {
    const backup = await store.open(name).catch((error: unknown) => {
      // Removed meanwhile, or never finished.
      if (isAgoraError(error) && error.code === 'backup.not_found') return undefined;
      throw error;
    });
    if (backup !== undefined) listed.push(await describe(backup));
  }
  return listed;
}

/** What a backup says of itself without its key. @throws AgoraError `backup.damaged`, `backup.newer_format` */
export async function readBackupHead(backup: StoredBackup): Promise<ManifestHead> {
  return readHead((await backup.readText(MANIFEST_FILE)) ?? '', backup.location);
}

async function describe(backup: StoredBackup): Promise<ListedBackup> {
  const { name, location } = backup;
  try {
    const head = await readBackupHead(backup);
    const verifiedAt = await readVerified(backup, head.id);
    return { name, location, head, fault: undefined, verifiedAt };
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    return { name, location, head: undefined, fault: error.message, verifiedAt: undefined };
  }
}

/** What stands there of another backup does not count. */
async function readVerified(backup: StoredBackup, id: string): Promise<string | undefined> {
  try {
    const read = verifiedSchema.safeParse(JSON.parse((await backup.readText(VERIFIED_FILE)) ?? 'null'));
    return read.success && read.data.id === id ? read.data.verifiedAt : undefined;
  } catch {
    // A damaged note is none.
    return undefined;
  }
}
