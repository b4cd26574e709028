import type { Table } from '@agora/core';

/** Every error code of this package, with its meaning in one line. */
export const backupErrorCodes = {
  'backup.not_found': 'There is no backup of that name, or none at all.',
  'backup.newer_format': 'The backup was written by a newer version.',
  'backup.damaged': 'A backup is not what its manifest says; each fault is named.',
  'backup.rows_hidden': 'Row-level security hides rows from the role that makes the backup.',
  'backup.locked': 'Somebody waits to change a table while it is copied.',
  'backup.not_modelled': 'The database holds objects of kinds that the built-in way cannot make again.',
  'backup.key_needed': 'The backup is encrypted and no key was given.',
  'backup.wrong_key': 'The backup is encrypted for another key.',
  'backup.invalid_key': 'What was given as a key is none.',
  'backup.no_age': 'The package that encrypts is not installed.',
  'backup.no_pg_dump': 'No pg_dump or pg_restore of the server’s version or newer is on this machine.',
  'backup.pg_dump_failed': 'pg_dump or pg_restore ended with an error.',
  'backup.no_zstd': 'The backup is compressed by zstd, which this Node does not have.',
  'backup.store': 'The place where backups are kept cannot be read or written.',
  'backup.roles_missing': 'The server lacks roles that own objects of the backup or hold rights on them.',
  'backup.extensions_missing': 'The server lacks extensions that objects of the backup need.',
  'backup.other_version': 'A backup is verified on a server of its own major version, and this is another.',
  'backup.locale_missing': 'The server does not know the locale of the database that was backed up.',
  'backup.database_exists': 'The database that is to be made exists.',
  'backup.restore_failed': 'A statement of the restore failed; nothing has the wanted name.',
  'backup.others': 'Another program that makes backups has none that counts, or does not answer.',
  'backup.purges': 'A query or statement of backups.purges fails, or forgets what was purged.',
  'backup.table_not_restorable': 'The table cannot take the rows of the backup.',
} as const;

declare module '@agora/core' {
  interface ErrorCodes extends Table<typeof backupErrorCodes> {}
}
