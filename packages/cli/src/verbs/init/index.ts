import { AgoraError } from '@agora/core';

import { defineCommand } from '../../command/command.ts';
import { EXIT } from '../../command/exit-codes.ts';
import { choice, flag } from '../../command/option.ts';
import type { Context } from '../../context/context.ts';
import { serverOption } from '../../project/scratch/scratch-server.ts';
import { describeStep } from './describe-step.ts';
import type { InitPlan } from './plan-init.ts';

/** `agora init` */
export const init = defineCommand({
  name: 'init',
  summary: 'Set a Prisma project up: configuration, pipeline, hook',
  description:
    'Looks at the project and its repository and writes what is missing: agora.config, the workflow of the host that ' +
    'it finds, a hook that checks what is staged before a commit, and .agora in .gitignore. A file that is there is ' +
    'never overwritten; what belongs into one is printed instead. Run again, it changes nothing.',
  options: {
    dryRun: flag('print what would be written; write nothing'),
    yes: flag('ask nothing'),
    branches: flag(
      'also a hook that switches the development database with the git branch (agora db branch)',
    ),
    down: flag('also write the ways back that are missing, each proven, as agora migrate down does'),
    configFormat: choice(
      ['ts', 'json'],
      'by default ts where the package is installed in the project, else json',
    ),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'with --down: the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora init', does: 'shows what is missing, asks, and writes it' },
    { command: 'agora init --dry-run', does: 'every file in full, and nothing written' },
    { command: 'agora init --yes --down', does: 'without a question, and with the ways back' },
  ],
  next: [{ command: 'agora doctor', does: 'what stands in the way' }],
  async run(invocation) {
    const { context, options } = invocation;
    const { out } = context;
    const [{ loadProject }, { planInit }, { readSurroundings }, { writePlan }] = await Promise.all([
      import('@agora/migrations'),
      import('./plan-init.ts'),
      import('./surroundings.ts'),
      import('./write-plan.ts'),
    ]);
    const project = await loadProject({
      cwd: context.cwd,
      env: context.env,
      ...context.projectOptions,
    });
    const found = await readSurroundings(project, context.root, {
      cwd: context.cwd,
      ...context.projectOptions,
    });
    const plan = planInit(found, { format: options.configFormat, branches: options.branches });
    const changes = plan.steps.filter(({ kind }) => kind === 'write' || kind === 'append').length;
    if (!options.dryRun && !options.yes && changes > 0 && context.interactive) await confirm(context, plan);
    const steps = options.dryRun ? plan.steps : await writePlan(plan.steps);
    if (found.git === undefined) out.note('There is no git repository here: no hook and no pipeline.');
    out.data({ dryRun: options.dryRun, steps, next: plan.next }, (paint) =>
      [
        ...steps.map((step) => describeStep(step, context.cwd, options.dryRun)),
        '',
        paint.dim('Next'),
        ...plan.next.map(({ command, does }) => `  ${paint.cyan(command)}   ${paint.dim(does)}`),
      ].join('\n'),
    );
    if (!options.down || found.withoutDown === 0) return EXIT.ok;
    const { down } = await import('../migrate/files/down.ts');
    return down.run({
      ...invocation,
      // Its document would be a second one.
      context: { ...context, out: { ...out, data: () => undefined } },
      arguments: { migrations: [] },
      options: { regenerate: false, check: false, dryRun: options.dryRun, server: options.server },
    });
  },
});

async function confirm(context: Context, plan: InitPlan): Promise<void> {
  const { confirm: ask, isCancel } = await import('@clack/prompts');
  for (const step of plan.steps) context.out.note(describeStep(step, context.cwd, true));
  const answer = await ask({ message: 'Write them?', output: process.stderr });
  if (!isCancel(answer) && answer) return;
  throw new AgoraError({ code: 'cli.interrupted', message: 'Stopped at the question. Nothing was written.' });
}
