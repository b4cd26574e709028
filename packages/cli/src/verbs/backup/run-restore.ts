import { type OnProgress, readBackupHead, restoreBackup, restoreTable } from '@agora/backup';
import { AgoraError, shellWord } from '@agora/core';
import type { HealthCheck } from '@agora/operations';
import { parseDatabaseUrl, withConnection } from '@agora/postgres';

import { EXIT, type ExitCode } from '../../command/exit-codes.ts';
import { confirmDatabase } from '../../context/confirm.ts';
import type { Context } from '../../context/context.ts';
import { counted } from '../../terminal/text.ts';
import { chooseBackup } from '../../project/backup/choose.ts';
import { openPlace } from '../../project/backup/place.ts';
import { renderCheck } from '../../project/deploy/health-checks.ts';
import { openBackupProject } from './project.ts';
import { readPurged } from './purged.ts';
import { parseTableName } from './table-name.ts';

/** The options of `agora backup restore`. */
interface RestoreVerbOptions {
  readonly store: string | undefined;
  readonly keyFile: string | undefined;
  readonly database: string | undefined;
  readonly table: string | undefined;
  readonly into: string | undefined;
  readonly over: boolean;
  readonly confirm: string | undefined;
  readonly toMigration: string | undefined;
  readonly server: string | undefined;
  readonly noOwner: boolean;
  readonly jobs: number | undefined;
}

/** Chooses a backup, asks where a database gives way, and restores it. */
export async function runRestore(
  context: Context,
  name: string | undefined,
  options: RestoreVerbOptions,
  watch: { readonly signal: AbortSignal; readonly onProgress: OnProgress },
): Promise<ExitCode> {
  const { out } = context;
  if (options.into !== undefined && options.table === undefined) throw intoWithoutTable();
  const { store, key, settings } = await openPlace(context, options, watch.signal);
  const own = options.server === undefined ? await openBackupProject(context) : undefined;
  const server = options.server ?? own?.url ?? '';
  const backup = await chooseBackup(store, {
    name,
    migration: options.toMigration,
    database: (options.over ? options.database : undefined) ?? (own && parseDatabaseUrl(own.url).database),
  });
  const head = await readBackupHead(backup);
  const purged = await readPurged({ store, key, purges: settings.purges }, head, { server, out });
  if (options.table !== undefined) {
    const { into } = options;
    const restored = await restoreTable({
      backup,
      key,
      url: server,
      table: parseTableName(options.table),
      ...(into === undefined ? {} : { into: parseTableName(into) }),
      purged,
      signal: watch.signal,
    });
    out.data({ backup: backup.name, ...restored }, () => restored.table);
    out.success(
      `${counted(restored.rows, 'row')} restored into ${restored.table}${restored.created ? ', which was made' : ''}.`,
    );
    return EXIT.ok;
  }
  const database = options.database ?? `${head.database}_restored`;
  if (options.over) {
    await confirmDatabase(context, {
      database,
      given: options.confirm,
      destruction: `${database} (${parseDatabaseUrl(server).redacted}) will be renamed, its sessions ended, and ${backup.name} put in its place.`,
      command: `agora backup restore ${backup.name} --over --database ${shellWord(database)}`,
    });
  }
  const restored = await restoreBackup({
    backup,
    key,
    server,
    database,
    over: options.over,
    owners: !options.noOwner,
    purged,
    jobs: options.jobs ?? settings.jobs,
    ...watch,
  });
  const { manifest, setAside, url, notes } = restored;
  for (const line of notes) out.warn(`${line}.`);
  const checks = own === undefined ? [] : await runChecks(url, own.checks);
  const red = checks.filter(({ outcome }) => outcome === 'red');
  for (const check of red) out.warn(renderCheck(out.notePaint, check));
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  out.data(
    {
      backup: backup.name,
      database,
      setAside: setAside ?? null,
      history: manifest.history,
      completed: manifest.completed,
      tables: manifest.tables.length,
      rows,
      purged: purged?.rows.length ?? null,
      checks,
    },
    () => database,
  );
  out.success(
    `${database} has ${counted(manifest.tables.length, 'table')} with ${counted(rows, 'row')} (${parseDatabaseUrl(url).redacted}).`,
  );
  for (const { schema, migration, applied } of manifest.history)
    out.note(
      `The history in ${schema} stands at ${migration ?? 'no migration'} (${counted(applied, 'migration')} applied), as of ${manifest.begun}.`,
    );
  if (setAside !== undefined) out.note(`The old database is kept as ${setAside}.`);
  return red.length === 0 ? EXIT.ok : EXIT.found;
}

/** Indexes, constraints, and the project's own checks: what they find was so when the backup was made. */
async function runChecks(url: string, checks: string): Promise<readonly HealthCheck[]> {
  const { readIntegrity } = await import('@agora/operations');
  return withConnection({ url, applicationName: 'agora restore' }, (client) => readIntegrity(client, checks));
}

function intoWithoutTable(): AgoraError {
  return new AgoraError({
    code: 'cli.contradiction',
    message: '--into says where the rows of a table go, and no table is named.',
    why: 'It goes with --table.',
    fix: 'agora backup restore --table public.items --into public.items_before',
  });
}
