import { type Client, withTransaction } from '@agora/postgres';
import type { ManifestTable } from '../format/manifest.ts';
import { restoreDump } from '../dump/restore-dump.ts';
import { withOwnPath, withSession } from '../source/session.ts';
import { setSequence } from '../source/sequences.ts';
import { tableSql } from '../source/tables.ts';
import { workOff } from '../work/crew.ts';
import { type OnProgress, progressThrough } from '../work/progress.ts';
import { loadRows } from './load-rows.ts';
import { databaseStatements } from './database/new-database.ts';
import type { OpenBackup } from './open-backup.ts';
import { run, runAfter, runBefore } from './run-structure.ts';

/** How a database is filled. */
interface IntoOptions {
  /** Whether owners and rights are restored too. */
  readonly owners: boolean;
  /** Sessions that work side by side; 2 unless given. */
  readonly jobs?: number | undefined;
  /** Whether the planner's statistics are made; not needed where nobody will ask. */
  readonly analyze: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Restores a backup into a database that is as `CREATE DATABASE` makes it.
 * @throws AgoraError `backup.damaged`, `backup.restore_failed`; the database is then to be dropped
 */
export async function restoreInto(
  { url, name }: { readonly url: string; readonly name: string },
  backup: OpenBackup,
  options: IntoOptions,
): Promise<void> {
  const { owners, jobs = 2, signal, onProgress } = options;
  const { manifest } = backup;
  if (manifest.dump !== undefined) return fromDump({ url, name }, backup, options);
  const structure = await backup.structure();
  await withSession(url, async (client) => {
    await runBefore(client, structure);
    await loadAll(url, backup, { jobs, signal, onProgress });
    await runAfter(client, structure, {
      url,
      jobs,
      settings: manifest.database.settings,
      owners,
      signal,
      onProgress,
    });
    for (const sequence of manifest.sequences) await run(client, setSequence(sequence));
    for (const sql of databaseStatements(name, manifest.database, owners)) await run(client, sql);
    signal?.throwIfAborted();
    if (options.analyze) await client.query('ANALYZE');
  });
}

/** What pg_restore makes, and what belongs to the database as a whole. Its rows are compared by who reads them back. */
async function fromDump(
  { url, name }: { readonly url: string; readonly name: string },
  backup: OpenBackup,
  { owners, jobs = 2, analyze, signal }: IntoOptions,
): Promise<void> {
  const { manifest, dump } = backup;
  const { objects } = await backup.catalog();
  const hasPublic = [...objects.values()].some(
    ({ kind, name: one }) => kind === 'schema' && one === 'public',
  );
  // A dump makes no schema public where there was one, and takes none away where there was none.
  if (!hasPublic) await withSession(url, (client) => run(client, 'DROP SCHEMA public'));
  const major = Number.parseInt(manifest.dump?.version ?? '', 10);
  await restoreDump(dump, { url, major, jobs, owners, signal });
  await withSession(url, async (client) => {
    for (const sequence of manifest.sequences) await run(client, setSequence(sequence));
    for (const sql of databaseStatements(name, manifest.database, owners)) await run(client, sql);
    signal?.throwIfAborted();
    if (analyze) await client.query('ANALYZE');
  });
}

async function loadAll(
  url: string,
  backup: OpenBackup,
  { jobs, signal, onProgress }: Pick<IntoOptions, 'signal' | 'onProgress'> & { readonly jobs: number },
): Promise<void> {
  const { tables, files, database } = backup.manifest;
  const sizes = new Map(files.map(({ name, size }) => [name, size]));
  const onDone = progressThrough(
    tables,
    { stage: 'rows', sizeOf: ({ file }) => sizes.get(file) ?? 0, labelOf: tableSql },
    onProgress,
  );
  await workOff(
    tables,
    { url, count: jobs, open: (use) => withSession(url, use) },
    signal,
    async (client, table) => {
      await withOwnPath(client, database.settings, () =>
        withTransaction(client, () => loadTable(client, backup, table)),
      );
      onDone(table);
    },
  );
}

/** A table of an extension may hold rows that came with it; any other is new and empty, and its rows are frozen. */
async function loadTable(client: Client, backup: OpenBackup, table: ManifestTable): Promise<void> {
  const freeze = table.condition === undefined;
  if (freeze) await run(client, `TRUNCATE ONLY ${tableSql(table)}`);
  await loadRows(client, backup, table, { freeze });
}
