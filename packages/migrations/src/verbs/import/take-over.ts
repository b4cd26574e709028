import { AgoraError } from '@agora/core';
import { quoteIdentifier, tableExists } from '@agora/postgres';

import type { ApplyOptions } from '../../apply/options.ts';
import { recordApplied } from '../../apply/record-applied.ts';
import { readSessionHistory, type Session, withMigrationLock, withSession } from '../../apply/session.ts';
import { readFolder } from '../../project/folder.ts';
import { cannotImport, type ForeignRow, type ForeignRunner, type ImportFault } from './foreign.ts';
import type { ImportedMigration, ImportPlan } from './plan-import.ts';

interface TakeOverInput {
  readonly url: string;
  readonly directory: string;
  readonly runner: ForeignRunner;
  /** What was imported. */
  readonly plan: ImportPlan;
  /** The other runner's table, if it is not called as usual; with a schema, if that is not the URL's. */
  readonly table?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly options?: ApplyOptions | undefined;
}

export interface TakeOverReport {
  /** The other runner's table; undefined when this database has none, so that nothing is applied here. */
  readonly table?: string;
  /** What was recorded as applied, or would be, in order. */
  readonly recorded: readonly string[];
  /** How many checksums of the other runner were found to be those of its files. */
  readonly checksums: number;
  /** Whether it keeps checksums in a way that is not known here. */
  readonly unknownChecksums: boolean;
}

/**
 * Records in this database what another runner has applied to it, as its table says, with its times. Runs nothing.
 * @throws AgoraError `migrations.cannot_import` when the table names what is not there, what failed, or what was edited
 */
export async function takeOver(input: TakeOverInput): Promise<TakeOverReport> {
  const folder = await readFolder(input.directory);
  return withSession(input.url, (session) =>
    withMigrationLock(session, input.options ?? {}, async () => {
      const table = await findTable(session, input);
      if (table === undefined) return { recorded: [], checksums: 0, unknownChecksums: false };
      const rows = await input.runner.readTable(session.client, table);
      const { faults, verified, unknown } = judge(input.runner, input.plan.migrations, rows);
      if (faults.length > 0) {
        throw cannotImport(
          `What ${table} says was applied is not what the files say.`,
          faults,
          'Put the files back as they were applied, or correct the table, and run the same command again. Nothing was recorded.',
        );
      }
      const history = await readSessionHistory(session, folder, {});
      const applied = new Map(rows.map((row) => [row.key, row]));
      const last = input.plan.migrations.findLastIndex(({ foreign }) => applied.has(foreign.key));
      const wanted = input.plan.migrations
        .filter(({ foreign }, at) => applied.has(foreign.key) || (input.runner.cumulative && at < last))
        .filter(({ name }) => !history.entries.some((one) => one.name === name && one.state === 'applied'));
      if (!input.dryRun) {
        const ready = wanted.flatMap(({ name, foreign }) => {
          const migration = folder.migrations.find((one) => one.name === name);
          const row = applied.get(foreign.key);
          if (!migration) return [];
          return [row ? { ...migration, was: { ...row, runner: input.runner.name } } : migration];
        });
        // With nothing to record it still makes the history: the database is ours from now on.
        await recordApplied(session, ready, input.options);
      }
      const recorded = wanted.map(({ name }) => name);
      return { table, recorded, checksums: verified, unknownChecksums: unknown };
    }),
  );
}

/** The table, quoted; undefined when it is not there and nobody has named it. */
async function findTable(session: Session, { table, runner }: TakeOverInput): Promise<string | undefined> {
  const [name = '', schema = session.schema] = (table ?? runner.table).split('.').toReversed();
  const quoted = `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
  if (await tableExists(session.client, schema, name)) return quoted;
  if (table === undefined) return undefined;
  throw new AgoraError({
    code: 'migrations.cannot_import',
    message: `There is no table ${quoted} in this database.`,
    why: 'It was named as the one in which the other runner keeps what it has applied.',
    fix: 'Correct --table, or the database URL.',
  });
}

function judge(
  runner: ForeignRunner,
  imported: readonly ImportedMigration[],
  rows: readonly ForeignRow[],
): { readonly faults: readonly ImportFault[]; readonly verified: number; readonly unknown: boolean } {
  const faults: ImportFault[] = [];
  const edited: ImportFault[] = [];
  let verified = 0;
  for (const { key, failed, checksum } of rows) {
    const of = imported.find(({ foreign }) => foreign.key === key)?.foreign;
    if (!of) faults.push({ file: key, reason: 'it is applied, and there is no file of it' });
    else if (failed)
      faults.push({
        file: of.file,
        reason: 'it failed there; finish it or undo it with the other runner first',
      });
    else if (checksum !== null && checksum !== '' && of.bytes) {
      if (Object.values(runner.checksums(of.bytes)).includes(checksum)) verified += 1;
      else
        edited.push({
          file: of.file,
          reason: `it was edited after it was applied: its checksum was ${checksum}`,
        });
    }
  }
  // If not one agrees, it is the algorithm that is another.
  const unknown =
    verified === 0 && edited.length > 0 && Object.keys(runner.checksums(Buffer.alloc(0))).length > 1;
  return { faults: unknown ? faults : [...faults, ...edited], verified, unknown };
}
