import { isAgoraError } from '@agora/core';
import { withConnection } from '@agora/postgres';
import { damaged } from '../format/damage.ts';
import { type Manifest, VERIFIED_FILE } from '../format/manifest.ts';
import type { BackupKey } from '../key/key.ts';
import { refuseWithoutExtensions } from '../restore/database/extensions.ts';
import { checkFiles, openBackup } from '../restore/open-backup.ts';
import type { CompareOptions } from '../restore/read-back.ts';
import { restoreInto } from '../restore/restore-into.ts';
import type { StoredBackup } from '../store/store.ts';
import type { OnProgress } from '../work/progress.ts';
import { compareRestored } from './compare.ts';
import { withScratch } from './scratch.ts';

/** What to verify, and where. */
export interface VerifyOptions {
  readonly backup: StoredBackup;
  readonly key?: BackupKey | undefined;
  /** A server on which a scratch database is made; a private one unless given. */
  readonly server?: string | undefined;
  readonly jobs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** What deploys ask for: FORMATS.md, "Proof of a backup". */
export interface BackupProof {
  readonly database: string;
  readonly finishedAt: string;
  readonly verifiedAt: string;
  readonly location: string;
}

/** A backup that was restored and found whole. */
export interface Verified {
  readonly manifest: Manifest;
  readonly proof: BackupProof;
  /** Tables whose columns came back in another order, and what could not be noted. */
  readonly notes: readonly string[];
}

/**
 * Restores a backup into a scratch database, reads everything back and compares it with the manifest. That it was verified
 * is noted beside it.
 * @throws AgoraError `backup.damaged`, which names every fault; `backup.extensions_missing`; what opening and restoring throw
 */
export async function verifyBackup(options: VerifyOptions): Promise<Verified> {
  const { backup: stored, key, server, jobs, signal, onProgress } = options;
  const backup = await openBackup(stored, key);
  const { manifest } = backup;
  await checkFiles(stored, manifest, { signal, onProgress });
  const catalog = await backup.catalog();
  const { faults, notes } = await withScratch(manifest, server, async (scratch) => {
    await withConnection(scratch.url, (client) => refuseWithoutExtensions(client, catalog));
    await restoreInto(scratch, backup, { owners: true, analyze: false, jobs, signal, onProgress });
    return compareRestored(scratch.url, backup, { jobs, signal, onProgress });
  });
  if (faults.length > 0) throw damaged(stored.location, faults);
  const proof: BackupProof = {
    database: manifest.database.name,
    finishedAt: manifest.completed,
    verifiedAt: new Date().toISOString(),
    location: stored.location,
  };
  const unnoted = await note(stored, { id: manifest.id, ...proof });
  return { manifest, proof, notes: [...notes, ...unnoted] };
}

/** A place that takes nothing more, such as one that is read-only, makes nothing less true. */
async function note(stored: StoredBackup, verified: object): Promise<readonly string[]> {
  try {
    await stored.writeText(VERIFIED_FILE, `${JSON.stringify(verified, undefined, 1)}\n`);
    return [];
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    return [
      `That it was verified could not be noted beside it, and agora backup list does not say so: ${error.why ?? error.message}`,
    ];
  }
}

/**
 * Reads a restored database back and compares it with its backup: catalog, every row, sequences.
 * @returns what is the same by name and stands in another order
 * @throws AgoraError `backup.damaged`, which names every fault
 */
export async function compareWithBackup(
  url: string,
  stored: StoredBackup,
  { key, ...options }: CompareOptions & { readonly key: BackupKey | undefined },
): Promise<readonly string[]> {
  const { faults, notes } = await compareRestored(url, await openBackup(stored, key), options);
  if (faults.length > 0) throw damaged(stored.location, faults);
  return notes;
}
