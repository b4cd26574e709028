import type { Fault } from '@agora/core';
import { directivesOf, type History, type Plan, ProofLock, type ScratchOptions } from '@agora/migrations';

import type { StepReport } from '../step.ts';

/** Whether each migration of a plan has a way back, proven as the files are now. */
export async function checkWaysBack(
  { steps }: Pick<Plan, 'steps'>,
  history: History,
  ground: ScratchOptions,
): Promise<StepReport> {
  const { directory, migrations } = history.folder;
  const lock = await ProofLock.open(directory, migrations, ground);
  const named = new Set(steps.filter(({ kind }) => kind === 'apply').map(({ name }) => name));
  const chosen = migrations.filter(({ name }) => named.has(name));
  const findings = chosen.flatMap((migration): readonly Fault[] => {
    const { name, up, down } = migration;
    const isFinal = directivesOf([...up.directives, ...(down?.directives ?? [])], 'irreversible').length > 0;
    if (isFinal) return [];
    if (down === undefined)
      return [
        {
          code: 'operations.no_way_back',
          message: `${name} has no way back.`,
          why: 'If the deploy does harm, there is nothing to undo it with.',
          fix: 'agora migrate down, or write "-- agora: irreversible because ..." at the top of migration.sql.',
        },
      ];
    if (lock.recallFromElsewhere(migration) !== undefined) return [];
    return [
      {
        code: 'operations.unproven_way_back',
        message: `The way back of ${name} is not proven as it is now.`,
        why: 'agora.lock has no proof of these files and of those before them: they were edited since, or never proven.',
        fix: 'agora migrate verify, and commit agora.lock.',
      },
    ];
  });
  return { saw: `${chosen.length - findings.length} of ${chosen.length} are proven or need none`, findings };
}
