import type { ApplyReport, DistributePlan, StepResult } from '@agora/operations/distribute';

import { defineCommand } from '../../command/command.ts';
import { EXIT, type ExitCode } from '../../command/exit-codes.ts';
import { flag } from '../../command/option.ts';
import type { Context } from '../../context/context.ts';
import { counted } from '../../terminal/text.ts';
import { describePlan } from './describe-plan.ts';
import { distributeOptions, readInput } from './options.ts';

/** `agora distribute apply` */
export const apply = defineCommand({
  name: 'apply',
  summary: 'Spread the tables over the nodes of the cluster',
  description:
    'Foreign keys off, tables that every node needs, the tenants’ tables, keys on and checked, roles. Each table is counted ' +
    'and hashed before and after. A table with rows is moved while it is written to where wal_level is logical; without ' +
    'foreign keys meanwhile, so that a quiet hour is better. Killed or failed, the same command goes on.',
  options: {
    ...distributeOptions,
    dryRun: flag('print the plan with its SQL; change nothing'),
  },
  environment: { DATABASE_URL: 'the coordinator’s database, as a role that owns it and its tables' },
  examples: [
    { command: 'agora distribute apply --tenant community_id --dry-run', does: 'the plan' },
    { command: 'agora distribute apply --tenant community_id', does: 'goes, or goes on' },
  ],
  async run({ context, options }) {
    const { applyDistribution, readDistributePlan } = await import('@agora/operations/distribute');
    const input = await readInput(context, options);
    const { out, interrupts } = context;
    if (options.dryRun) {
      const { plan } = await applyDistribution(input, { dryRun: true });
      const found = await readDistributePlan(input);
      out.data(plan, (paint) => [describePlan(found, out, paint), '', ...sqlOf(plan)].join('\n'));
      return EXIT.ok;
    }
    const onStep = ({ step, saw, durationMs }: StepResult): void =>
      out.note(`${step.what}: ${saw}${durationMs >= 1000 ? ` (${(durationMs / 1000).toFixed(1)} s)` : ''}`);
    return interrupts.within(async (signal) =>
      conclude(context, await applyDistribution(input, { signal, onStep })),
    );
  },
});

const sqlOf = ({ steps }: DistributePlan): readonly string[] =>
  steps.flatMap(({ sql }) => sql.map((one) => `${one};`));

/** @throws AgoraError that of the step that failed, `cli.interrupted` */
async function conclude({ out }: Context, report: ApplyReport): Promise<ExitCode> {
  const { AgoraError } = await import('@agora/core');
  const { outcome, steps } = report;
  const fault = steps.find((one) => one.fault !== undefined)?.fault;
  if (fault !== undefined) throw new AgoraError(fault);
  if (outcome === 'interrupted') {
    throw new AgoraError({
      code: 'cli.interrupted',
      message: 'Stopped between two steps; foreign keys may be off.',
      fix: 'The same command, with the same options, goes on.',
    });
  }
  out.data(report, () => '');
  out.success(
    steps.length === 0
      ? 'Nothing was left to do.'
      : `${counted(steps.length, 'step')} done: all tables are where they belong.`,
  );
  return EXIT.ok;
}
