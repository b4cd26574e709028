import {
  annotationOf,
  atLeast,
  historySchema,
  lintAsJson,
  lintAsSarif,
  lintMigrations,
  readFolder,
  renderGithub,
  renderLintText,
  repositoryPrefix,
  type Severity,
} from '@agora/migrations';

import { defineCommand } from '../../../command/command.ts';
import { EXIT } from '../../../command/exit-codes.ts';
import { openProject } from '../../../project/open-project.ts';
import { UsageError } from '../../../command/usage-error.ts';
import { choice, flag, restArguments, text, texts } from '../../../command/option.ts';

/** `agora migrate lint` */
export const lint = defineCommand({
  name: 'lint',
  summary: 'Find what would hurt a live database: locks, rewrites, lost data, broken code',
  description:
    "Parses every migration.sql and down.sql with PostgreSQL's own parser, knows what earlier statements did, and asks " +
    'squawk for the rest. Reads files only, no database. Exits 2 when something of --fail-on or worse is found. ' +
    'Allow a hazard at the top of its file: -- agora: allow <rule> because <reason>. ' +
    'Old migrations are left alone with --since, or lint.since in agora.config.ts.',
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
  ],
  next: [{ command: 'agora migrate verify', does: 'prove that each way back works' }],
  async run({ context, arguments: given, options }) {
    const { project, config } = await openProject(context);
    const folder = await readFolder(project.migrationsDirectory);
    const result = await lintMigrations({
      root: project.root,
      migrations: folder.migrations,
      only: given.migrations,
      since: options.since ?? config.lint.since,
      severities: { ...config.lint.severities, ...parseSeverities(options.severity) },
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
