import { availableParallelism } from 'node:os';

import { throwIfInterrupted } from '../../apply/interrupted.ts';
import type { Migration } from '../../project/folder.ts';
import { type ReplayedHistory, type StateOptions, withReplayedHistory } from '../replayed-history.ts';
import type { Scratch, ScratchOptions } from '../scratch/scratch.ts';
import type { MigrationReport } from './findings.ts';
import { Walk } from './walk.ts';

export interface WalkOptions extends ScratchOptions {
  /** Which migrations to prove; those before the first and between them are only applied. Default all. */
  readonly select?: ((migration: Migration) => boolean) | undefined;
  /** For which of them to generate a new way back instead of reading down.sql. Default none. */
  readonly generate?: ((migration: Migration) => boolean) | undefined;
  /** Told of each migration when it is done; the walk waits for it. */
  readonly onMigration?:
    | ((report: MigrationReport, place: number, total: number) => void | Promise<void>)
    | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The same history, where it is replayed already. */
  readonly replayed?: ReplayedHistory | undefined;
  /** Nothing is asked of `replayed` afterwards. Default false. */
  readonly last?: boolean | undefined;
  /** Into how many shares a long history is divided, proven side by side. Default: the processors, at most 4. */
  readonly concurrency?: number | undefined;
}

const MOST_SHARES = 4;
/** Fewer migrations than this are not worth a walk of their own. */
const SMALLEST_SHARE = 6;

/**
 * Walks a history once, from the first that is chosen on, on two scratch databases: one is only migrated forward, and is
 * the measure; the other goes up, down and up over every migration, with two rows in each table. Each migration costs
 * the same, however long the history: nothing is replayed twice.
 *
 * @throws AgoraError `migrations.replay_failed` when the history does not run from nothing
 */
export async function walkHistory(
  migrations: readonly Migration[],
  options: WalkOptions,
): Promise<readonly MigrationReport[]> {
  const chosen = migrations.filter((migration) => options.select?.(migration) ?? true);
  let done = 0;
  const counted: WalkOptions = {
    ...options,
    onMigration: (report) => options.onMigration?.(report, (done += 1), chosen.length),
  };
  const walkAll = async (replayed: ReplayedHistory, last = false): Promise<readonly MigrationReport[]> => {
    const all = shares(chosen, options.concurrency ?? availableParallelism());
    const parts = await Promise.all(
      all.map((share) =>
        walkShare(migrations, share, counted, { replayed, last: last && share === all.at(-1) }),
      ),
    );
    return parts.flat();
  };
  return options.replayed === undefined
    ? withReplayedHistory(options, migrations, (replayed) => walkAll(replayed, true))
    : walkAll(options.replayed, options.last);
}

/** Neighbours stay together: each share starts from what is before it. */
function shares(chosen: readonly Migration[], most: number): (readonly Migration[])[] {
  const count = Math.max(1, Math.min(most, MOST_SHARES, Math.floor(chosen.length / SMALLEST_SHARE)));
  const size = Math.ceil(chosen.length / count);
  return Array.from({ length: count }, (_, index) => chosen.slice(index * size, (index + 1) * size));
}

async function walkShare(
  migrations: readonly Migration[],
  share: readonly Migration[],
  options: WalkOptions,
  { replayed, last }: { readonly replayed: ReplayedHistory; readonly last: boolean },
): Promise<readonly MigrationReport[]> {
  const [start] = share;
  if (start === undefined) return [];
  const first = migrations.indexOf(start);
  const walked = migrations.slice(first, migrations.indexOf(share.at(-1) ?? start) + 1);
  const stateAt = (count: number, state: StateOptions): Promise<Scratch> => replayed.at(count, state);
  const walk = new Walk({
    straight: await stateAt(first, { label: 'walk', last, runs: walked }),
    before: (migration) => stateAt(migrations.indexOf(migration), { label: 'proof', runs: [migration] }),
    generate: options.generate,
  });
  const reports: MigrationReport[] = [];
  for (const migration of walked) {
    throwIfInterrupted(options.signal);
    if (!share.includes(migration)) {
      await walk.pass(migration);
      continue;
    }
    const report = await walk.prove(migration);
    reports.push(report);
    await options.onMigration?.(report, reports.length, share.length);
  }
  return reports;
}
