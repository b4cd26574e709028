import {
  annotationOf,
  atLeast,
  historySchema,
  lintAsJson,
  lintAsSarif,
  lintMigrations,
  renderGithub,
  renderLintText,
  repositoryPrefix,
  type Severity,
} from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { openProject } from '../../../project/open/open-project.ts';
import { readMigrations } from '../../../project/read-migrations.ts';
import { UsageError } from '../../../command/usage-error.ts';
import { serverOption } from '../../../project/scratch/scratch-server.ts';
import { choice, flag, restArguments, text, texts } from '../../../command/option.ts';

/** `agora migrate lint` */
export const lint = defineCommand({
  name: 'lint',
  summary: 'Find what would hurt a live database: locks, rewrites, lost data, broken code',
  description:
    "Parses every migration.sql and down.sql with PostgreSQL's own parser, knows what earlier statements did, and asks " +
    'squawk for the rest. Reads files only, no database. Exits 2 when something of --fail-on or worse is found. ' +
    'Allow a hazard at the top of its file: -- agora: allow <rule> because <reason>. ' +
    'Old migrations are left alone with --since, or lint.since in agora.config.ts. ' +
    'With --fix, migrations that are applied nowhere are rewritten so that a live database does not feel them: indexes ' +
    'CONCURRENTLY, constraints NOT VALID and validated after it, rows in batches by backfill.sql, each alone where it must ' +
    'be. On filled temporary databases they are proven to end in the same catalog and rows, and to lead back.',
  arguments: {
    migrations: restArguments('only these: names, names without timestamp, or beginnings of names'),
  },
  options: {
    since: text('migration', 'baseline: leave it and those before it alone'),
    format: choice(['text', 'json', 'sarif', 'github'], 'how to print the findings', { default: 'text' }),
    level: choice(['error', 'warning', 'info'], 'the least severity to print as text', {
      default: 'warning',
    }),
    failOn: choice(['error', 'warning', 'info', 'never'], 'the least severity that exits 2', {
      default: 'error',
    }),
    severity: texts('rule=level', 'another severity for a rule: error, warning, info or off'),
    all: flag('print every finding in full, however often a rule repeats'),
    fix: flag('rewrite what a live database would feel, in migrations that are applied nowhere', {
      excludes: ['format', 'level', 'failOn', 'all'],
    }),
    base: text('branch', 'with --fix: leave what this branch has alone'),
    dryRun: flag('with --fix: print the files; write nothing'),
    server: serverOption,
  },
  examples: [
    { command: 'agora migrate lint', does: 'every migration, both ways' },
    { command: 'agora migrate lint add_bans', does: 'one migration' },
    {
      command: 'agora migrate lint --since 20261101 --format github',
      does: 'in a pull request: what is new',
    },
    {
      command: 'agora migrate lint --severity index-not-concurrent=warning',
      does: 'while all tables are small',
    },
    { command: 'agora migrate lint --fix --dry-run', does: 'what pending migrations would become' },
    { command: 'agora migrate lint --fix --base origin/main', does: 'rewrite what this branch adds' },
  ],
  next: [{ command: 'agora migrate verify', does: 'prove that each way back works' }],
  async run({ context, arguments: given, options }) {
    const opened = await openProject(context);
    const { project, config } = opened;
    const severities = { ...config.lint.severities, ...parseSeverities(options.severity) };
    if (options.fix) {
      const { fix } = await import('./online/fix.ts');
      const { base, server, dryRun, since = config.lint.since } = options;
      return fix(context, opened, { only: given.migrations, since, base, server, dryRun, severities });
    }
    refuseWithoutFix(options);
    const folder = await readMigrations(context.out, project);
    const result = await lintMigrations({
      root: project.root,
      migrations: folder.migrations,
      only: given.migrations,
      // Who names a migration wants to see it, whatever the configuration leaves alone.
      since: options.since ?? (given.migrations.length === 0 ? config.lint.since : undefined),
      severities,
      defaultSchema: project.url === undefined ? undefined : historySchema(project.url),
    });
    const folderPrefix = await repositoryPrefix(project.root);
    const { format, failOn } = options;
    const plain: unknown = format === 'sarif' ? lintAsSarif(result, folderPrefix) : lintAsJson(result);
    context.out.data(plain, (paint) => {
      if (format === 'github') return renderGithub(result.findings.map(annotationOf), folderPrefix);
      if (format !== 'text') return JSON.stringify(plain, undefined, 2);
      const limits = options.all ? { perRule: Infinity, perRuleInAll: Infinity } : {};
      return renderLintText(result, { paint, level: options.level, ...limits });
    });
    const failing = failOn !== 'never' && result.findings.some(({ severity }) => atLeast(severity, failOn));
    return failing ? EXIT.found : EXIT.ok;
  },
});

function refuseWithoutFix({
  base,
  dryRun,
  server,
}: Readonly<Record<'base' | 'dryRun' | 'server', unknown>>): void {
  const given = Object.entries({ '--base': base, '--dry-run': dryRun, '--server': server }).find(
    ([, value]) => value,
  );
  if (given === undefined) return;
  throw new UsageError({
    code: 'cli.missing_value',
    message: `${given[0]} goes with --fix: the linter reads files only.`,
    fix: `agora migrate lint --fix ${given[0]}${typeof given[1] === 'string' ? ` ${given[1]}` : ''}`,
  });
}

function parseSeverities(given: readonly string[]): Record<string, Severity | 'off'> {
  return Object.fromEntries(
    given.map((one) => {
      const [, rule = '', level] = /^([^=]+)=(error|warning|info|off)$/.exec(one) ?? [];
      if (level === 'error' || level === 'warning' || level === 'info' || level === 'off')
        return [rule, level];
      throw new UsageError({
        code: 'cli.invalid_value',
        message: `--severity ${one} is not <rule>=<error|warning|info|off>.`,
        fix: 'For example: --severity index-not-concurrent=warning',
      });
    }),
  );
}
