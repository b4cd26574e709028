import type { Context } from '../../../context/context.ts';
import { EXIT, type ExitCode } from '../../../command/exit-codes.ts';
import { migrationTarget, noteEnvironment, openProject } from '../../../project/open/open-project.ts';

/** Pauses or cancels backfills, and says which. */
export async function pauseOrCancel(
  context: Context,
  migration: string | undefined,
  state: 'paused' | 'cancelled',
): Promise<ExitCode> {
  const { holdBackfills } = await import('@agora/migrations');
  const { out } = context;
  const opened = await openProject(context);
  noteEnvironment(out, opened.environment);
  const held = await holdBackfills({ ...migrationTarget(opened, context), migration }, state);
  out.data({ [state]: held }, () => (held.length === 0 ? 'No backfill is on its way.' : ''));
  for (const name of held) out.success(`The backfill of ${name} is ${state}.`);
  return EXIT.ok;
}
