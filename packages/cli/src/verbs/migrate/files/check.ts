import path from 'node:path';

import { checkMigrations, historySchema, renderCheckText } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { openProject } from '../../../project/open-project.ts';
import { scratchServer, serverOption } from '../../../project/scratch-server.ts';
import { TRUST } from '../../../project/trust.ts';
import { flag, text } from '../../../command/option.ts';

/** `agora migrate check` */
export const check = defineCommand({
  name: 'check',
  summary: 'The gate before a merge: everything that must be corrected, each with its fix',
  description:
    'Model changes without a migration, hazards, ways back that are missing or do not lead back, documentation that is out ' +
    'of date; with --base also migrations that were edited or deleted, that come too early, or that part from the base ' +
    'branch. Works on temporary databases and reads the files as they are, committed or not. Exits 2 when there is a problem.',
  options: {
    base: text('git ref', 'the branch to be merged into: only what is new against it is judged'),
    trust: TRUST,
    skipProof: flag('leave the round trips out, which take longest'),
    server: serverOption,
    docs: text('folder', 'where the documentation is; by default docs/database beside prisma.config.ts'),
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate check --base origin/main', does: 'in a pull request' },
    { command: 'agora migrate check --base origin/main --json', does: 'the same for a program' },
    { command: 'agora migrate check --base origin/main --trust none', does: 'on a protected branch' },
    { command: 'agora migrate check --skip-proof', does: 'before a commit: what takes a few seconds' },
  ],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { project, config } = await openProject(context);
      const report = await checkMigrations({
        project,
        adminUrl: await scratchServer(project, context, options.server),
        base: options.base,
        since: config.lint.since,
        schema: project.url === undefined ? undefined : historySchema(project.url),
        forgotten: config.forgotten,
        severities: config.lint.severities,
        trust: options.trust,
        prove: !options.skipProof,
        docsDirectory:
          options.docs === undefined
            ? path.join(project.root, 'docs', 'database')
            : path.resolve(context.cwd, options.docs),
        onStep: (what) => context.out.note(`looking at ${what}`),
        signal,
      });
      context.out.data(report, (paint) => renderCheckText(report, paint));
      return report.problems.length > 0 ? EXIT.found : EXIT.ok;
    }),
});
