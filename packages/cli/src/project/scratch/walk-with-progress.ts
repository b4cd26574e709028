import {
  type Migration,
  type MigrationReport,
  type Project,
  proveHistory,
  type Trust,
} from '@agora/migrations';

import type { Context } from '../../context/context.ts';
import { scratchOptions } from './scratch-server.ts';

/** What to prove, and how. */
export interface Walk {
  readonly chosen: ReadonlySet<Migration>;
  /** What the progress bar says is done. */
  readonly label: string;
  /** `--server`. */
  readonly server: string | undefined;
  /** Whether ways back are generated; default they are read from down.sql. */
  readonly generate?: boolean;
  /** Whether proofs in agora.lock count. Default `lock`. */
  readonly trust?: Trust;
  /** Whether proofs are written into agora.lock. Default true. */
  readonly remember?: boolean;
  /** Told of each migration when it is done. */
  readonly onReport?: (report: MigrationReport) => void | Promise<void>;
  readonly signal: AbortSignal;
}

/** Proves the chosen migrations of the history under a progress bar. */
export async function walkWithProgress(
  context: Context,
  project: Project,
  migrations: readonly Migration[],
  { chosen, label, server, generate = false, onReport, ...walk }: Walk,
): Promise<readonly MigrationReport[]> {
  const progress = context.out.progress({ label, total: chosen.size, unit: 'migrations' });
  try {
    return await proveHistory(migrations, {
      ...(await scratchOptions(project, context, server)),
      ...walk,
      directory: project.migrationsDirectory,
      select: (migration) => chosen.has(migration),
      generate: () => generate,
      onMigration: async (report) => {
        await onReport?.(report);
        progress.advance();
      },
      onUnwritable: (message) => context.out.warn(message),
    });
  } finally {
    progress.finish();
  }
}
