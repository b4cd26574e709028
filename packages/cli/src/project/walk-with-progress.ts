import { type Migration, type MigrationReport, type Project, walkHistory } from '@agora/migrations';

import type { Context } from '../context/context.ts';
import { scratchOptions } from './scratch-server.ts';

/** Walks the history over the chosen migrations under a progress bar. */
export async function walkWithProgress(
  context: Context,
  project: Project,
  migrations: readonly Migration[],
  walk: {
    readonly chosen: ReadonlySet<Migration>;
    readonly label: string;
    readonly server: string | undefined;
    readonly generate: boolean;
    readonly signal: AbortSignal;
  },
): Promise<readonly MigrationReport[]> {
  const progress = context.out.progress({ label: walk.label, total: walk.chosen.size, unit: 'migrations' });
  try {
    return await walkHistory(migrations, {
      ...scratchOptions(project, context, walk.server),
      select: (migration) => walk.chosen.has(migration),
      generate: () => walk.generate,
      onMigration: () => progress.advance(),
      signal: walk.signal,
    });
  } finally {
    progress.finish();
  }
}
