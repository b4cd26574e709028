import { randomUUID } from 'node:crypto';

import { withTransaction } from '@agora/postgres';

import type { Migration } from '../project/folder.ts';
import { createPrismaTable, insertRowSql, rollBackRowSql } from '../history/prisma-table.ts';
import { compatibleCheck, insertRunSql, prepareJournal, type Run } from '../history/runs-table.ts';
import type { ApplyOptions } from './options.ts';
import type { Session } from './session.ts';

/** What makes an unfinished row one that was rolled back; `$1` is the migration. */
const UNFINISHED = 'migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL';

/** What another runner says of a migration that it has applied. */
interface ForeignRun {
  readonly runner: string;
  readonly key: string;
  readonly checksum: string | null;
  readonly at: Date | null;
  /** Milliseconds. */
  readonly took: number | null;
}

/** Records migrations as applied without running them, all or none. Unfinished rows of theirs are rolled back. */
export async function recordApplied(
  session: Session,
  migrations: readonly (Migration & { readonly was?: ForeignRun })[],
  options: ApplyOptions = {},
): Promise<void> {
  const { client, schema } = session;
  const journal = await prepareJournal(client, schema);
  await withTransaction(client, async () => {
    await createPrismaTable(client, schema);
    for (const { was, ...migration } of migrations) {
      const { name, up, down } = migration;
      await client.query(rollBackRowSql(schema, UNFINISHED), [name]);
      const id = randomUUID();
      const times = was?.at ? { was: { began: was.at, ended: endOf(was.at, was.took) } } : {};
      const row = { id, name, checksum: up.checksum, as: 'recorded', logs: '', ...times } as const;
      await client.query(insertRowSql(schema, row));
      if (!journal.available) continue;
      const checksums = { checksum: up.checksum, downChecksum: down?.checksum ?? null };
      const checks = { ...options.checks, ...compatibleCheck(migration), ...(was ? { imported: was } : {}) };
      const of = { schema, migration: name, historyId: id, ...checksums };
      await client.query(insertRunSql(written(of, { ...options, checks })));
    }
  });
}

/** Marks the unfinished rows of a migration as rolled back; runs nothing. */
export async function recordRolledBack(
  session: Session,
  row: { readonly name: string; readonly id: string; readonly checksum: string },
  options: ApplyOptions = {},
): Promise<void> {
  const { client, schema } = session;
  const journal = await prepareJournal(client, schema);
  await withTransaction(client, async () => {
    await client.query(rollBackRowSql(schema, UNFINISHED), [row.name]);
    if (!journal.available) return;
    const of = { schema, migration: row.name, historyId: row.id, checksum: row.checksum, downChecksum: null };
    const run = written(of, { ...options, checks: { ...options.checks, resolved: 'rolled back' } });
    await client.query(insertRunSql({ ...run, direction: 'record' }));
  });
}

const endOf = (at: Date, took: number | null): Date => new Date(at.getTime() + (took ?? 0));

/** The journal's line of what was only written. */
function written(
  of: Pick<Run, 'schema' | 'migration' | 'historyId' | 'checksum' | 'downChecksum'>,
  options: ApplyOptions,
): Run {
  return {
    ...of,
    direction: 'stamp',
    outcome: 'succeeded',
    mode: 'none',
    startedAt: new Date(),
    durationMs: 0,
    statements: [],
    lockRetries: 0,
    lockWaitMs: 0,
    environment: options.environment ?? 'development',
    actor: options.actor ?? null,
    commit: options.commit ?? null,
    error: null,
    checks: options.checks ?? {},
  };
}
