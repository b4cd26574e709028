import type { Migration } from '../../project/folder.ts';
import { LOCK_FILE, ProofLock } from '../lock/proof-lock.ts';
import type { MigrationReport } from './findings.ts';
import { walkHistory, type WalkOptions } from './verify.ts';

/** Whether a proof in agora.lock counts, or everything is proven anew. */
export type Trust = 'lock' | 'none';

export interface ProveOptions extends WalkOptions {
  /** The migrations folder, in which agora.lock remembers proofs. */
  readonly directory: string;
  /** Default `lock`. With `none` no line counts: whoever may write the file can forge one. */
  readonly trust?: Trust | undefined;
  /** Whether what is proven is written into agora.lock. Default true. */
  readonly remember?: boolean | undefined;
  /** Told, once, why agora.lock cannot be written; the proofs go on. */
  readonly onUnwritable?: ((message: string) => void) | undefined;
}

/**
 * Proves the chosen migrations, but for those whose proof is remembered and still holds. What is proven is remembered
 * at once, so a run that was stopped goes on where it was.
 *
 * @returns a report for each chosen migration, in the order of the history
 * @throws AgoraError `migrations.replay_failed` when the history does not run from nothing
 */
export async function proveHistory(
  migrations: readonly Migration[],
  options: ProveOptions,
): Promise<readonly MigrationReport[]> {
  const chosen = migrations.filter((migration) => options.select?.(migration) ?? true);
  if (chosen.length === 0) return [];
  const lock = await ProofLock.open(options.directory, migrations, options);
  const generated = (migration: Migration): boolean => options.generate?.(migration) ?? false;
  const known = new Map<string, MigrationReport>();
  for (const migration of chosen) {
    const report = options.trust === 'none' || generated(migration) ? undefined : lock.recall(migration);
    if (report !== undefined) known.set(migration.name, report);
  }
  let done = 0;
  const onProven = (report: MigrationReport): void | Promise<void> =>
    options.onMigration?.(report, (done += 1), chosen.length);
  for (const report of known.values()) await onProven(report);
  const rest = new Set(chosen.filter(({ name }) => !known.has(name)));
  const remember = writer(lock, options);
  if (rest.size > 0) {
    const reports = await walkHistory(migrations, {
      ...options,
      select: (migration) => rest.has(migration),
      onMigration: async (report) => {
        await onProven(report);
        await remember(report);
      },
    });
    for (const report of reports) known.set(report.migration, report);
  }
  return chosen.flatMap(({ name }) => known.get(name) ?? []);
}

/** Remembers until it cannot: a folder that may only be read is no reason not to prove. */
function writer(lock: ProofLock, options: ProveOptions): (report: MigrationReport) => Promise<void> {
  let writes = options.remember ?? true;
  return async (report) => {
    if (!writes) return;
    await lock.remember(report).catch((error: unknown) => {
      if (!writes) return;
      writes = false;
      options.onUnwritable?.(
        `${LOCK_FILE} cannot be written, so the next run proves all of this again: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  };
}
