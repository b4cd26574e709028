import path from 'node:path';

import { createMigration, type CreateReport, directivesOf } from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { afterCreate } from '../../../project/after-create.ts';
import { openProject } from '../../../project/open-project.ts';
import { scratchServer, serverOption } from '../../../project/scratch-server.ts';
import { flag, optionalArgument, text, texts } from '../../../command/option.ts';
import type { Output } from '../../../output/output.ts';
import { duration } from '../../../terminal/progress.ts';
import { contradiction, UsageError } from '../../../command/usage-error.ts';

/** `agora migrate create` */
export const create = defineCommand({
  name: 'create',
  summary: 'Make the next migration from the Prisma schema, forwards and backwards, proven and linted',
  description:
    "Asks no question. Prisma's engine writes migration.sql from the schema; down.sql is planned from the catalog " +
    'before and after, and both are proven by a round trip on filled tables and linted. Your database is not ' +
    'touched, and nothing is left behind when a step fails. Names in --rename are those of the database.',
  arguments: { name: optionalArgument('what changes, in lower case: add_bans') },
  options: {
    name: text('slug', 'the same, as an option'),
    rename: texts(
      'old=new',
      'a rename instead of drop and add: users.name=users.display_name, users=accounts, Role.USER=Role.MEMBER; also enums, indexes, schemas',
    ),
    empty: flag('lay an empty migration, for SQL that is written by hand', { excludes: ['rename'] }),
    dryRun: flag('print both files; write nothing'),
    server: serverOption,
  },
  environment: { DATABASE_URL: 'the server, where prisma.config.ts reads it from there' },
  examples: [
    { command: 'agora migrate create add_bans', does: 'after an edit of the schema' },
    {
      command: 'agora migrate create rename_display_name --rename users.name=users.display_name',
      does: 'keeps the data of a renamed column',
    },
    { command: 'agora migrate create fill_slugs --empty', does: 'a folder for SQL of your own' },
  ],
  next: [
    { command: 'agora migrate deploy', does: 'apply it to the development database' },
    { command: 'npx prisma generate', does: 'bring the client up to date' },
  ],
  run: ({ context, arguments: given, options }) =>
    context.interrupts.within(async (signal) => {
      const { out } = context;
      const name = given.name ?? options.name;
      if (given.name !== undefined && options.name !== undefined)
        throw contradiction(
          'agora migrate create',
          `${given.name} and --name ${options.name} exclude each other.`,
        );
      if (name === undefined) {
        throw new UsageError({
          code: 'cli.missing_value',
          message: 'A new migration needs a name.',
          fix: 'agora migrate create add_bans',
        });
      }
      const opened = await openProject(context);
      const { project, config } = opened;
      const report = await createMigration({
        project,
        name,
        adminUrl: await scratchServer(project, context, options.server),
        renames: options.rename,
        empty: options.empty,
        dryRun: options.dryRun,
        severities: config.lint.severities,
        onStep: (step) => out.note(`${step} …`),
        signal,
      });
      if (report.migration === undefined) {
        out.data({ created: false, kept: report.kept }, () => report.kept.join('\n'));
        if (report.kept.length > 0)
          out.note(
            'Prisma sees a difference in spelling; in the database nothing would change. Write the schema as PostgreSQL keeps it, and `prisma migrate dev` sees none either.',
          );
        out.note('Schema and migrations agree: there is nothing to migrate. (For SQL of your own: --empty)');
        return EXIT.ok;
      }
      if (report.written) {
        const { up, down } = report.migration;
        const files = [up.path, ...(down === undefined ? [] : [down.path])];
        await afterCreate(context, opened, { files, signal });
      }
      print(out, report, context.cwd);
      for (const warning of report.warnings) out.warn(warning);
      if (report.proof?.outcome !== 'failed' && report.proof?.outcome !== 'not found') return EXIT.ok;
      out.warn(
        'No way back was found that passes the proof; down.sql says so. Write it by hand, or leave it.',
      );
      return EXIT.found;
    }),
});

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

function print(out: Output, report: CreateReport, cwd: string): void {
  const { migration, proof, lint, written } = report;
  const file = (name: string): string => path.relative(cwd, path.join(migration.directory, name)) || name;
  out.data(
    {
      created: written,
      migration: migration.name,
      directory: migration.directory,
      up: migration.up.sql,
      down: migration.down?.sql ?? null,
      proof:
        proof === undefined
          ? null
          : { outcome: proof.outcome, lost: proof.lost, notes: proof.notes, reason: proof.reason },
      findings: lint?.findings ?? [],
      warnings: report.warnings,
    },
    (paint) => {
      const row = (label: string, value: string): string => `  ${paint.dim(label.padEnd(9))}${value}`;
      const lines = [paint.bold(migration.name)];
      lines.push(
        row(
          'forward',
          `${file('migration.sql')}  ${paint.dim(count(migration.up.statements.length, 'statement'))}`,
        ),
      );
      if (migration.down !== undefined) {
        lines.push(
          row(
            'back',
            `${file('down.sql')}  ${paint.dim(count(migration.down.statements.length, 'statement'))}`,
          ),
        );
        for (const { target } of directivesOf(migration.down.directives, 'loses')) {
          const name = [target.schema, target.table, target.column]
            .filter((part) => part !== undefined)
            .join('.');
          lines.push(row('', `destroys what is in ${name}; a rollback counts the rows and asks`));
        }
      }
      if (proof !== undefined) {
        const outcome =
          proof.outcome === 'failed' || proof.outcome === 'not found'
            ? paint.red('no way back was found')
            : paint.green(`${proof.outcome}: up, down, up on filled tables`);
        lines.push(row('proof', `${outcome}  ${paint.dim(duration(proof.durationMs))}`));
        if (proof.lost.length > 0)
          lines.push(row('', paint.yellow(`does not come back: ${proof.lost.join(', ')}`)));
        for (const line of proof.reason?.split('\n') ?? []) lines.push(row('', line));
      }
      if (lint !== undefined) {
        const { error, warning } = lint.counts;
        const verdict =
          error + warning === 0
            ? paint.green('nothing to object to')
            : paint.yellow(`${count(error, 'error')}, ${count(warning, 'warning')}`);
        lines.push(row('lint', verdict));
        for (const finding of lint.findings.filter((one) => one.severity !== 'info').slice(0, 6)) {
          lines.push(row('', `${finding.rule}, line ${finding.line}: ${finding.message}`));
        }
      }
      const next = nextSteps(report);
      if (next.length > 0) lines.push('', paint.dim('Next'), ...next.map((one) => `  ${one}`));
      if (!written && migration.up.sql !== '')
        lines.push('', migration.up.sql, '', migration.down?.sql ?? '');
      return lines.join('\n');
    },
  );
  if (written) out.success(`${migration.name} is ready.`);
}

function nextSteps({ migration, proof, lint, written }: CreateReport): string[] {
  if (!written) return [];
  if (proof === undefined) {
    return [
      'write the SQL into migration.sql',
      `agora migrate down ${migration.name}   plans and proves the way back`,
    ];
  }
  const drops =
    /DROP (?:COLUMN|TABLE)/.test(migration.up.sql) && /ADD COLUMN|CREATE TABLE/.test(migration.up.sql);
  return [
    ...(drops ? ['was something renamed? Remove the folder and create it again with --rename old=new'] : []),
    ...(lint !== undefined && lint.counts.error + lint.counts.warning > 0
      ? [`agora migrate lint ${migration.name}   what to do about each finding`]
      : []),
    'read both files and commit them',
    'agora migrate deploy   applies it here',
    'npx prisma generate   brings the client up to date',
  ];
}
