import { fixMigrations, type FixReport, type OnlineReport, type Severity } from '@agora/migrations';

import { EXIT, type ExitCode } from '../../../../command/exit-codes.ts';
import type { Context } from '../../../../context/context.ts';
import { afterCreate } from '../../../../project/after-create.ts';
import type { OpenProject } from '../../../../project/open/open-project.ts';
import { scratchServer } from '../../../../project/scratch/scratch-server.ts';
import { counted } from '../../../../terminal/text.ts';
import { filesOf, onlineAsJson, renderOnline } from './render-online.ts';

interface FixOptions {
  readonly only: readonly string[];
  readonly since?: string | undefined;
  readonly base?: string | undefined;
  readonly server?: string | undefined;
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  readonly dryRun: boolean;
}

/** `agora migrate lint --fix`: rewrites, tells what became of what, and what stays. */
export function fix(context: Context, opened: OpenProject, options: FixOptions): Promise<ExitCode> {
  const { out } = context;
  const { project } = opened;
  return context.interrupts.within(async (signal) => {
    const report = await fixMigrations({
      ...options,
      project,
      adminUrl: () => scratchServer(project, context, options.server),
      onStep: (step) => out.note(`${step} …`),
      signal,
    });
    const changed = report.reports.filter(({ rewritten }) => rewritten.length > 0);
    if (report.written) {
      const files = changed.flatMap(({ parts }) => parts.flatMap((part) => filesOf(part)));
      await afterCreate(context, opened, { files, signal });
    }
    out.data({ written: report.written, migrations: report.reports.map(onlineAsJson) }, (paint) =>
      report.reports
        .map((one) => renderOnline(one, { paint, cwd: context.cwd, whole: options.dryRun }))
        .join('\n\n'),
    );
    tell(context, report, changed);
    const open = report.reports.some(
      ({ left, proofs }) =>
        left.some(({ finding }) => finding.severity === 'error') ||
        proofs.some(({ outcome }) => WITHOUT.has(outcome)),
    );
    return open ? EXIT.found : EXIT.ok;
  });
}

/** Outcomes of a search for a way back that found none. */
const WITHOUT: ReadonlySet<string> = new Set(['failed', 'not found']);

function tell({ out }: Context, report: FixReport, changed: readonly OnlineReport[]): void {
  if (report.applied.length > 0)
    out.note(
      `${counted(report.applied.length, 'migration')} left alone: the project’s database has ${report.applied.length === 1 ? 'it' : 'them'}.`,
    );
  if (report.unseen !== undefined) out.warn(`Whether they are applied was not seen: ${report.unseen}`);
  if (report.reports.length === 0) out.note('Nothing that a live database would feel.');
  if (report.written)
    out.success(
      `${counted(changed.length, 'migration')} rewritten: each ends in the same catalog and rows as before, and leads back. Read and commit them.`,
    );
}
