import type { BackupKey } from '../key/key.ts';
import { listBackups } from '../keep/list.ts';
import { openBackup } from '../restore/open-backup.ts';
import type { BackupStore } from '../store/store.ts';
import { joinLists, type PurgeList } from '../purges/purges.ts';

/**
 * What backups of a database know to be purged, from a moment on: what was purged after an older one was made.
 * @param around.since ISO 8601
 * @throws AgoraError what opening a backup throws
 */
export async function collectPurges(
  store: BackupStore,
  key: BackupKey | undefined,
  { database, since }: { readonly database: string; readonly since: string },
): Promise<PurgeList> {
  const lists: PurgeList[] = [];
  for (const { name, head } of await listBackups(store)) {
    if (head?.database !== database || Date.parse(head.begun) < Date.parse(since)) continue;
    lists.push(await (await openBackup(await store.open(name), key)).purges());
  }
  return joinLists(lists);
}
