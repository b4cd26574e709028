import type { Client } from '../connection/connection.ts';

/**
 * Brackets a copy of the files of a running server (a base backup).
 *
 * @param client a session of a superuser, which stays open meanwhile
 * @param copy.log copies the log again, which is complete only after the files
 * @returns what the copy needs as its backup_label: from where in the log it is made whole
 */
export async function withBackup(
  client: Client,
  major: number,
  copy: { readonly files: () => Promise<void>; readonly log: () => Promise<void> },
): Promise<string> {
  // Without waiting for the next checkpoint, and for an archive that there is not.
  const [start, stop] =
    major >= 15
      ? [`pg_backup_start('agora', true)`, 'pg_backup_stop(false)']
      : [`pg_start_backup('agora', true, false)`, 'pg_stop_backup(false, false)'];
  // The log from here on stays, whatever checkpoints come meanwhile; the slot goes with the session.
  await client.query(
    `SELECT pg_create_physical_replication_slot('agora_copy_' || pg_backend_pid(), true, true)`,
  );
  await client.query(`SELECT ${start}`);
  await copy.files();
  // A session that ends before, as by an error, ends the backup too.
  const { rows } = await client.query<{ label: string }>(`SELECT labelfile AS label FROM ${stop}`);
  await copy.log();
  return rows[0]?.label ?? '';
}
