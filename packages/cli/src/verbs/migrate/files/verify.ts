import { type ChainReport, changedSince, proveChain, migrationsAfter } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { chooseMigrations } from '../../../project/choose-migrations.ts';
import { openProject } from '../../../project/open/open-project.ts';
import { readMigrations } from '../../../project/read-migrations.ts';
import { printReports } from '../../../project/scratch/proof-output.ts';
import type { Output } from '../../../output/output.ts';
import { scratchOptions, serverOption } from '../../../project/scratch/scratch-server.ts';
import { TRUST } from '../../../project/open/trust.ts';
import { walkWithProgress } from '../../../project/scratch/walk-with-progress.ts';
import { restArguments, text } from '../../../command/option.ts';

/** `agora migrate verify` */
export const verify = defineCommand({
  name: 'verify',
  summary: 'Prove every way back: up, down, up on temporary databases with rows in every table',
  description:
    'Replays the history once. At each migration the tables are filled with made-up rows, then it goes forward, back ' +
    'and forward again; after each way the whole catalog must be equal, and the rows are compared by content. ' +
    'Equal means equal but for the order of columns. Your own databases are not touched. Exits 2 when a way back ' +
    'fails or is missing; one that says it is irreversible, or what data it cannot bring back, is reported and passes. ' +
    'Proofs are remembered in agora.lock beside the migrations, as soon as each is made: the next run proves only what ' +
    'has changed since, or a migration before it, or the major version of the server.',
  arguments: {
    migrations: restArguments('only these: names, names without timestamp, or beginnings of names'),
  },
  options: {
    base: text('git ref', 'the branch to be merged into: only what is new against it'),
    since: text('migration', 'baseline: leave it and those before it alone'),
    trust: TRUST,
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate verify', does: 'the whole history' },
    { command: 'agora migrate verify --base origin/main', does: 'in a pull request: what is new' },
    {
      command: 'agora migrate verify --base origin/main --trust none',
      does: 'on a protected branch: what is new, whatever agora.lock says',
    },
    { command: 'agora migrate verify add_bans --verbose', does: 'one, with everything that was noticed' },
  ],
  next: [{ command: 'agora migrate down', does: 'generate the ways back that are missing' }],
  run: ({ context, arguments: given, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const { project } = await openProject(context);
      const folder = await readMigrations(out, project);
      const { base, since } = options;
      const changed = base === undefined ? undefined : await changedSince(project.migrationsDirectory, base);
      const later = since === undefined ? undefined : new Set(migrationsAfter(folder.migrations, since));
      const chosen = new Set(
        chooseMigrations(folder.migrations, given.migrations).filter(
          (one) => (changed?.has(one.name) ?? true) && (later?.has(one) ?? true),
        ),
      );
      const { server } = options;
      const reports = await walkWithProgress(context, project, folder.migrations, {
        chosen,
        label: 'proving',
        server,
        trust: options.trust,
        signal,
      });
      printReports(out, reports);
      const whole = chosen.size === folder.migrations.length && chosen.size > 1;
      const chain = whole
        ? await out.step('Taking all of it back and deploying again, without made-up rows', async () =>
            proveChain(folder.migrations, {
              ...(await scratchOptions(project, context, server)),
              signal,
            }),
          )
        : undefined;
      if (chain !== undefined) reportChain(out, chain);
      return chain?.outcome === 'failed' ||
        reports.some(({ outcome }) => ['failed', 'not found', 'no down.sql'].includes(outcome))
        ? EXIT.found
        : EXIT.ok;
    }),
});

function reportChain(out: Output, chain: ChainReport): void {
  for (const note of chain.notes) out.note(note);
  if (chain.outcome === 'proven') {
    out.success(`The chain goes back as a whole: ${chain.migrations} migrations, and forward again.`);
    return;
  }
  out.warn(
    chain.failed === undefined
      ? `The chain does not lead back:\n${chain.differences.join('\n')}`
      : `The chain stops at ${chain.failed.migration}: ${chain.failed.reason}`,
  );
}
