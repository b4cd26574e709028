import type { ProjectResetReport, SeedReport, SeedStep } from '@agora/seeding/project';

import { EXIT, type ExitCode } from '../../command/exit-codes.ts';
import type { Output } from '../../output/output.ts';
import { counted } from '../../terminal/text.ts';

/** What a step did, in words. */
function describe({ action, outcome, written, removed }: SeedStep): string {
  if (outcome === 'planned') return action === 'inserted' ? 'to insert' : 'to update';
  if (outcome !== 'done') return outcome;
  const gone = removed === 0 ? '' : `, ${removed} removed`;
  return `${action}: ${counted(written, 'row')} written${gone}`;
}

/** Tells what seeding did, or would do. */
export function reportSteps(out: Output, report: SeedReport, dryRun: boolean): ExitCode {
  const { steps, changed, error } = report;
  out.data({ ...report, dryRun }, () =>
    out.table(steps, [
      { heading: 'set', cell: ({ set }) => set },
      { heading: 'table', cell: ({ table }) => table },
      { heading: 'rows', cell: ({ rows }) => rows, align: 'right' },
      { heading: '', cell: describe },
    ]),
  );
  if (error !== undefined) {
    if (!out.json) out.error(error);
    return EXIT.failed;
  }
  const written = steps.reduce((sum, step) => sum + step.written, 0);
  if (!changed) out.note('Nothing to do: everything is there already.');
  else if (!dryRun) out.success(`${counted(written, 'row')} written.`);
  return EXIT.ok;
}

/** Tells what a reset removed, or would remove. */
export function reportReset(out: Output, report: ProjectResetReport, dryRun: boolean): ExitCode {
  const rows = report.steps.reduce((sum, step) => sum + step.rows, 0);
  out.data({ ...report, dryRun }, () =>
    out.table(report.steps, [
      { heading: 'set', cell: ({ set }) => set },
      { heading: 'table', cell: ({ table }) => table },
      { heading: 'rows', cell: (step) => step.rows, align: 'right' },
      { heading: '', cell: ({ outcome }) => (outcome === 'done' ? 'removed' : 'to remove') },
    ]),
  );
  out.success(`${counted(rows, 'row')} ${dryRun ? 'would be removed' : 'removed'}.`);
  return EXIT.ok;
}
