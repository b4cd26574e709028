import { AgoraError } from '@agora/core';
import type { Client, Unit } from '@agora/postgres';

import type { Step } from '../../plan/plan.ts';
import { type Progress, prefixOf } from '../../script/progress.ts';
import { probeOutcome } from '../index-build/probe.ts';
import type { ApplyOptions } from '../options.ts';

/**
 * How many units of a script that stopped on the way are done.
 * @throws AgoraError `migrations.resume_mismatch` when what has run already was edited since
 */
export function resumedUnits({ name, script }: Step, units: readonly Unit[], progress: Progress): number {
  const open = progress.open;
  const same =
    progress.done <= units.length &&
    prefixOf(units, progress.done) === progress.prefix &&
    (!open || units[open.unit]?.statements[0]?.text === open.statement);
  if (same) return progress.done;
  throw new AgoraError({
    code: 'migrations.resume_mismatch',
    message: `${name} stopped after ${progress.done} of ${progress.total} steps, and those steps were edited since.`,
    why: 'What ran and what the file says now are not the same, so it cannot be gone on with.',
    fix: `Put the beginning of ${script.path} back as it was. Or finish by hand and record it: agora migrate resolve --applied ${name}`,
  });
}

/**
 * Whether the statement at which a run stopped took effect. One that the server refused did not, save that
 * a partition may be half detached, which looking also tells.
 * @throws AgoraError `migrations.unknown_outcome`
 */
export async function settleUnit(
  client: Client,
  { name }: Step,
  stopped: {
    readonly unit: Unit;
    readonly progress: Progress;
    readonly options: Pick<ApplyOptions, 'unknownStatement'>;
  },
): Promise<boolean> {
  const { unit, progress, options } = stopped;
  const [statement] = unit.statements;
  if (!statement || (!progress.open && unit.transactional)) return false;
  const found = await probeOutcome(client, statement.text);
  const outcome = found === 'unknown' ? (progress.open ? options.unknownStatement : 'again') : found;
  if (outcome !== undefined) return outcome === 'done';
  throw new AgoraError({
    code: 'migrations.unknown_outcome',
    message: `${name} stopped while line ${statement.line} ran, and whether it took effect cannot be told.`,
    why: `${statement.text}\nThis statement leaves nothing behind that could be looked for.`,
    fix: 'Look whether it did its work. If it did: run again with --unknown-statement done. If not: --unknown-statement again.',
  });
}
