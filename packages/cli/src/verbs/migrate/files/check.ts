import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { isAgoraError } from '@agora/core';
import { checkMigrations, historySchema, readStaged } from '@agora/migrations';
import pc from 'picocolors';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { CHECK_FORMATS, formatCheck, readWrites } from '../../../project/check-formats.ts';
import { openProject } from '../../../project/open/open-project.ts';
import { warnOfNone } from '../../../project/read-migrations.ts';
import { scratchServer, serverOption } from '../../../project/scratch/scratch-server.ts';
import { TRUST } from '../../../project/open/trust.ts';
import { choice, flag, text, texts } from '../../../command/option.ts';

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
    staged: flag(
      'only what is staged for the next commit, in a pre-commit hook; nothing staged, nothing looked at',
      {
        excludes: ['base'],
      },
    ),
    format: choice(
      CHECK_FORMATS,
      'how to print the problems: gitlab a code quality report, markdown a comment or a summary',
      { default: 'text' },
    ),
    write: texts('format=file', 'also write the problems to a file, in a format of its own'),
    trust: TRUST,
    skipProof: flag('leave the round trips out, which take longest; does without a database'),
    server: serverOption,
    docs: text('folder', 'where the documentation is; by default docs/database beside prisma.config.ts'),
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate check --base origin/main', does: 'in a pull request' },
    { command: 'agora migrate check --base origin/main --json', does: 'the same for a program' },
    {
      command: 'agora migrate check --format github --write sarif=agora.sarif --write markdown=agora.md',
      does: 'annotations, and files for what comes after in the job',
    },
    { command: 'agora migrate check --staged', does: 'in a pre-commit hook' },
    { command: 'agora migrate check --base origin/main --trust none', does: 'on a protected branch' },
    { command: 'agora migrate check --skip-proof', does: 'before a commit: what takes a few seconds' },
  ],
  run: ({ context, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const writes = readWrites(options.write);
      const { project, config } = await openProject(context);
      const staged = options.staged ? await readStaged(project) : undefined;
      if (staged?.any === false) {
        out.data({ problems: [], judged: [] }, () => '');
        out.note('Nothing is staged that concerns migrations.');
        return EXIT.ok;
      }
      for (const name of staged?.differing ?? [])
        out.warn(`${name} is other on disk than what is staged: what is on disk is judged.`);
      const adminUrl = await scratchServer(project, context, options.server).catch((error: unknown) => {
        if (!options.skipProof || !isAgoraError(error) || error.code !== 'migrations.no_url') throw error;
        out.warn(`${error.message} Only the files are judged: --server names a server for the rest.`);
        return undefined;
      });
      const report = await checkMigrations({
        project,
        adminUrl,
        base: options.base,
        only: staged?.migrations,
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
        drawn: [options.format, ...writes.map(({ format }) => format)].includes('markdown'),
        onStep: (what) => out.note(`looking at ${what}`),
        signal,
      });
      if (report.migrations === 0) warnOfNone(out, project.migrationsDirectory);
      for (const { format, file } of writes) {
        const { text: write } = await formatCheck(format, report, project);
        await writeFile(path.resolve(context.cwd, file), `${write(pc.createColors(false))}\n`);
      }
      const { value, text: print } = await formatCheck(options.format, report, project);
      out.data(value, print);
      return report.problems.length > 0 ? EXIT.found : EXIT.ok;
    }),
});
