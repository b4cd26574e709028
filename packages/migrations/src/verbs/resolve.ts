import { AgoraError } from '@agora/core';

import type { ApplyOptions } from '../apply/options.ts';
import { recordApplied, recordRolledBack } from '../apply/record-applied.ts';
import { type Session, readSessionHistory, withMigrationLock, withSession } from '../apply/session.ts';
import type { History, HistoryEntry } from '../history/history.ts';
import { type Migration, readFolder } from '../project/folder.ts';
import { resolveTarget } from '../project/target.ts';
import { catalogDiffers, type CatalogMatch } from './catalog-differs.ts';

/** Which migration it is, and what became of it. */
export type ResolveTarget = { readonly applied: string } | { readonly rolledBack: string };

export interface ResolveInput {
  readonly url: string;
  readonly directory: string;
  readonly target: ResolveTarget;
  readonly forgotten?: readonly string[] | undefined;
  readonly dryRun?: boolean | undefined;
  /** Record it even though the catalog says otherwise. */
  readonly force?: boolean | undefined;
  /**
   * Compares the database with what these migrations make, in their order.
   * @returns the differences
   */
  readonly compare?: ((made: readonly Migration[]) => Promise<CatalogMatch>) | undefined;
  readonly options?: ApplyOptions | undefined;
}

export interface ResolveReport {
  readonly migration: string;
  readonly as: 'applied' | 'rolled back';
  /** Whether the catalog was compared, and if not, why. */
  readonly compared: { readonly match: CatalogMatch } | { readonly reason: string };
}

/**
 * Tells the history what became of one migration, as `prisma migrate resolve` does, and runs nothing: that it is applied
 * (a failed or pending one that somebody has finished by hand), or rolled back (a failed one that somebody has undone).
 *
 * @throws AgoraError `migrations.cannot_resolve` when the history says otherwise, `migrations.catalog_differs` when the
 * database does; `migrations.unknown_target`
 */
export async function resolve(input: ResolveInput): Promise<ResolveReport> {
  const folder = await readFolder(input.directory);
  return withSession(input.url, (session) =>
    withMigrationLock(session, input.options ?? {}, async () => {
      const history = await readSessionHistory(session, folder, input);
      return 'applied' in input.target
        ? markApplied(session, input, history, input.target.applied)
        : markRolledBack(session, input, history, input.target.rolledBack);
    }),
  );
}

async function markApplied(
  session: Session,
  input: ResolveInput,
  history: History,
  given: string,
): Promise<ResolveReport> {
  const { migrations } = history.folder;
  const name = resolveTarget(
    migrations.map((migration) => migration.name),
    given,
  );
  const entry = history.entries.find((one) => one.name === name);
  if (entry?.state === 'applied')
    throw cannot(`${name} is applied already.`, 'agora migrate status shows where the database is.');
  const compared = await compare(input, history, { with: name });
  const migration = entry?.migration;
  if (migration && !input.dryRun) await recordApplied(session, [migration], input.options);
  return { migration: name, as: 'applied', compared };
}

async function markRolledBack(
  session: Session,
  input: ResolveInput,
  history: History,
  given: string,
): Promise<ResolveReport> {
  const name = resolveTarget(
    history.entries.map((entry) => entry.name),
    given,
  );
  const entry = history.entries.find((one) => one.name === name);
  if (entry?.state === 'applied')
    throw cannot(
      `${name} is applied, not stopped half-way.`,
      `Its way back: agora migrate rollback. It runs down.sql and records that itself.`,
    );
  if (!entry?.row) throw cannot(`${name} was never begun here.`, 'There is nothing to take off the record.');
  const compared = await compare(input, history, { without: name });
  const { id, checksum } = entry.row;
  if (!input.dryRun) await recordRolledBack(session, { name, id, checksum }, input.options);
  return { migration: name, as: 'rolled back', compared };
}

/** Compares with what the history would have made, the migration in question included or not. */
async function compare(
  input: ResolveInput,
  history: History,
  question: { readonly with: string } | { readonly without: string },
): Promise<ResolveReport['compared']> {
  if (!input.compare) return { reason: 'it was not asked for' };
  const counts = ({ name, state }: HistoryEntry): boolean =>
    state === 'applied' || ('with' in question && name === question.with);
  const standing = history.entries.filter(counts);
  const gone = standing.find((entry) => !entry.migration);
  if (gone) return { reason: `${gone.name} is applied and not on disk` };
  const halfway = history.entries.find(
    (entry) => entry.row && !counts(entry) && entry.name !== Object.values(question)[0],
  );
  if (halfway) return { reason: `${halfway.name} has stopped half-way, too` };
  const match = await input.compare(standing.flatMap(({ migration }) => (migration ? [migration] : [])));
  if (match.differences.length > 0 && !input.force) throw differs(question, match);
  return { match };
}

function differs(
  question: { readonly with: string } | { readonly without: string },
  match: CatalogMatch,
): AgoraError {
  return 'with' in question
    ? catalogDiffers(
        `The database is not what the history makes with ${question.with}.`,
        match,
        'Do by hand what is missing, and try again; or record it all the same: --force.',
      )
    : catalogDiffers(
        `The database is not what the history makes without ${question.without}.`,
        match,
        'Undo by hand what is left of it, and try again; or record it all the same: --force.',
      );
}

function cannot(message: string, fix: string): AgoraError {
  return new AgoraError({ code: 'migrations.cannot_resolve', message, why: 'Nothing was recorded.', fix });
}
