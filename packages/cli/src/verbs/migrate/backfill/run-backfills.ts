import { runBackfills } from '@agora/migrations';

import type { ExitCode } from '../../../command/exit-codes.ts';
import { actorOf } from '../../../context/actor.ts';
import type { Context } from '../../../context/context.ts';
import { backfillProgress, reportBackfills } from '../../../project/deploy/backfill-progress.ts';
import { migrationTarget, noteEnvironment, openProject } from '../../../project/open/open-project.ts';

/** Runs backfills under a bar, until they are done or Ctrl-C. */
export function runShown(
  context: Context,
  given: {
    readonly migration: string | undefined;
    readonly resume: boolean;
    readonly wait: number | undefined;
  },
): Promise<ExitCode> {
  return context.interrupts.within(async (signal) => {
    const { out, env } = context;
    const opened = await openProject(context);
    noteEnvironment(out, opened.environment);
    const progress = backfillProgress(out);
    try {
      const results = await runBackfills({
        ...migrationTarget(opened, context),
        migration: given.migration,
        policy: opened.policy,
        options: {
          resume: given.resume,
          actor: actorOf(env),
          waitMs: (given.wait ?? 0) * 1000,
          onEvent: progress.onEvent,
          signal,
        },
      });
      progress.finish();
      out.data(results, () => (results.length === 0 ? 'No backfill is left to be done.' : ''));
      return reportBackfills(out, results);
    } finally {
      progress.finish();
    }
  });
}
