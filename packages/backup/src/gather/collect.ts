import type { BackupKey } from '../key/key.ts';
import { listBackups } from '../keep/list.ts';
import { openBackup } from '../restore/open-backup.ts';
import { type BackupStore, mayBeOf } from '../store/store.ts';
import { joinLists, type PurgeList } from '../purges/purges.ts';

/**
 * What backups of a database know to be purged, from a moment on: what was purged after an older one was made.
 * @param around.since ISO 8601
 * @param around.onUnreadable told of a backup that cannot be read; the others count
 */
export async function collectPurges(
  store: BackupStore,
  key: BackupKey | undefined,
  {
    database,
    since,
    onUnreadable,
  }: {
    readonly database: string;
    readonly since: string;
    readonly onUnreadable: (name: string, error: unknown) => void;
  },
): Promise<PurgeList> {
  const lists: PurgeList[] = [];
  for (const { name, head, fault } of await listBackups(store)) {
    if (head === undefined) {
      if (mayBeOf(name, database, new Date(since))) onUnreadable(name, new Error(fault));
      continue;
    }
    if (head.database !== database || Date.parse(head.begun) < Date.parse(since)) continue;
    try {
      lists.push(await (await openBackup(await store.open(name), key)).purges());
    } catch (error) {
      onUnreadable(name, error);
    }
  }
  return joinLists(lists);
}
