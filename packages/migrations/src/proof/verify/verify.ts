import { availableParallelism } from 'node:os';

import { throwIfInterrupted } from '../../apply/interrupted.ts';
import type { Migration } from '../../project/folder.ts';
import { type Scratch, type ScratchOptions, withScratch } from '../scratch/scratch.ts';
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
  /** Into how many shares a long history is divided, proven side by side. Default: the processors, at most 4. */
  readonly concurrency?: number | undefined;
}

/** Far from UTC and without summer time: what depends on the zone of a session shows itself. */
const ZONE = 'Asia/Kathmandu';

const MOST_SHARES = 4;
/** Fewer migrations than this are not worth a walk of their own. */
const SMALLEST_SHARE = 6;

/**
 * Walks a history once, on two scratch databases: one is only migrated forward, and is the measure; the other
 * goes up, down and up over every migration, with two rows in each table. Each migration costs the same,
 * however long the history: nothing is replayed twice.
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
  return withScratch({ ...options, timeZone: ZONE }, migrations, async (make) => {
    const parts = await Promise.all(
      shares(chosen, options.concurrency ?? availableParallelism()).map((share) =>
        walkShare(migrations, share, counted, make),
      ),
    );
    return parts.flat();
  });
}

/** Neighbours stay together: each share replays what is before it, which costs little, and proves its own. */
function shares(chosen: readonly Migration[], most: number): (readonly Migration[])[] {
  const count = Math.max(1, Math.min(most, MOST_SHARES, Math.floor(chosen.length / SMALLEST_SHARE)));
  const size = Math.ceil(chosen.length / count);
  return Array.from({ length: count }, (_, index) => chosen.slice(index * size, (index + 1) * size));
}

async function walkShare(
  migrations: readonly Migration[],
  share: readonly Migration[],
  options: WalkOptions,
  make: (label: string) => Promise<Scratch>,
): Promise<readonly MigrationReport[]> {
  const walk = new Walk({ migrations, straight: await make('walk'), make, generate: options.generate });
  const reports: MigrationReport[] = [];
  for (const migration of migrations) {
    throwIfInterrupted(options.signal);
    if (reports.length === share.length) break;
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
