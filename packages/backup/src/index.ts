export { backupErrorCodes } from './error-codes.ts';
export { type Created, createBackup, type CreateOptions } from './create/create.ts';
export { collectPurges } from './gather/collect.ts';
export { joinLists, type PurgeList, type Purges, readPurges } from './purges/purges.ts';
export { type BackupKey, parseKey } from './key/key.ts';
export type { Manifest, ManifestHead } from './format/manifest.ts';
export { type Copied, copyBackup } from './keep/copy.ts';
export { type ListedBackup, listBackups, readBackupHead } from './keep/list.ts';
export { type KeepRules, planPrune, prune, type PrunePlan } from './keep/prune.ts';
export { type Lacks, readLacks } from './restore/database/lacks.ts';
export {
  type Purged,
  purgeAgain,
  type Restored,
  restoreBackup,
  type RestoreOptions,
} from './restore/restore.ts';
export {
  type RestoredTable,
  restoreTable,
  type RestoreTableOptions,
  type TableName,
} from './restore/restore-table.ts';
export { folderStore } from './store/folder.ts';
export { openStore } from './store/open-store.ts';
export type { BackupStore, StoredBackup } from './store/store.ts';
export {
  type BackupProof,
  compareWithBackup,
  type Verified,
  verifyBackup,
  type VerifyOptions,
} from './verify/verify.ts';
export { type TableWrites, writtenSince, type WrittenSinceOptions } from './since/written-since.ts';
export type { BackupProgress, OnProgress } from './work/progress.ts';
export { pgBackRestProof, type PgBackRestOptions } from './others/pgbackrest.ts';
