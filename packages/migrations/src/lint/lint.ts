import { AgoraError } from '@agora/core';
import { loadParser } from '@agora/postgres/parser';

import type { Migration } from '../project/folder.ts';
import { migrationsAfter, resolveTarget } from '../project/target.ts';
import type { AllowedFinding, Finding, Severity } from './finding.ts';
import { lintHistory } from './lint-history.ts';
import type { Linted } from './linted.ts';
import { ruleNames } from './rule-names.ts';
import { sortFindings } from './sort-findings.ts';
import type { SquawkFinding } from './squawk/run-squawk.ts';
import { squawkFindings } from './squawk/squawk-findings.ts';

export interface LintOptions {
  /** Findings name their files relative to this folder. */
  readonly root: string;
  /** All migrations, in order: those that are not linted still tell what the schema was. */
  readonly migrations: readonly Migration[];
  /** Baseline: only migrations after this one are linted. A name, a slug or a beginning. */
  readonly since?: string | undefined;
  /** Only these, if given; names as for `since`. */
  readonly only?: readonly string[] | undefined;
  /** Severities other than the rules' own; `off` silences a rule. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>> | undefined;
  /** Schema of unqualified names: that of the URL's `?schema=`. Default `public`. */
  readonly defaultSchema?: string | undefined;
  /** Lowest major version of the servers. Default 14. */
  readonly postgresVersion?: number | undefined;
  /** False leaves squawk out. Default true. */
  readonly squawk?: boolean | undefined;
}

export interface LintResult {
  /** By migration, then up before down, then by place. */
  readonly findings: readonly Finding[];
  /** What directives allowed, with their reasons. */
  readonly allowed: readonly AllowedFinding[];
  /** How many of each severity. */
  readonly counts: Readonly<Record<Severity, number>>;
  readonly migrations: number;
  /** Migrations that `since` left alone. */
  readonly leftAlone: number;
  readonly scripts: number;
  /** Why squawk was not asked; absent if it was. */
  readonly squawkMissing?: string;
  /** The text of each linted file, by its path in the findings. */
  readonly sources: ReadonlyMap<string, string>;
}

/**
 * Lints the scripts of migrations: our rules on PostgreSQL's own parser, each file parsed once, and one
 * run of squawk over all of them. Reads nothing but what it is given and writes only temporary files.
 *
 * @throws AgoraError `migrations.unknown_target`, `migrations.ambiguous_target` for `since` and `only`,
 * `lint.unknown_rule` for `severities`
 */
export async function lintMigrations(options: LintOptions): Promise<LintResult> {
  const severities = options.severities ?? {};
  checkRuleNames(severities);
  await loadParser();
  const chosen = choose(options);
  const linted = lintHistory({
    root: options.root,
    migrations: options.migrations,
    chosen,
    directions: ['up', 'down'],
    defaultSchema: options.defaultSchema ?? 'public',
    severities,
  });
  const squawk = await squawkAnswers(linted, options);
  const findings: Finding[] = [];
  const allowed: AllowedFinding[] = [];
  for (const one of linted) {
    const sorted = sortFindings(one, squawk.of(one), severities, squawk.ran);
    findings.push(...sorted.findings);
    allowed.push(...sorted.allowed);
  }
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  return Object.freeze({
    findings: Object.freeze(findings),
    allowed: Object.freeze(allowed),
    counts: Object.freeze({ error: count('error'), warning: count('warning'), info: count('info') }),
    migrations: chosen.size,
    leftAlone: leftAlone(options),
    scripts: linted.length,
    ...(squawk.missing === undefined ? {} : { squawkMissing: squawk.missing }),
    sources: new Map(linted.map(({ file, target }) => [file, target.script.sql])),
  });
}

/** How many migrations come before those that a baseline lets be linted. */
function leftAlone({ migrations, since }: Pick<LintOptions, 'migrations' | 'since'>): number {
  return since === undefined ? 0 : migrations.length - migrationsAfter(migrations, since).length;
}

function choose({ migrations, since, only }: LintOptions): ReadonlySet<string> {
  const names = migrations.map((migration) => migration.name);
  const from = leftAlone({ migrations, since });
  const wanted = only && only.length > 0 ? new Set(only.map((one) => resolveTarget(names, one))) : undefined;
  return new Set(names.slice(from).filter((name) => wanted?.has(name) ?? true));
}

interface SquawkAnswers {
  readonly ran: boolean;
  readonly missing?: string;
  of(one: Linted): readonly Finding[];
}

async function squawkAnswers(linted: readonly Linted[], options: LintOptions): Promise<SquawkAnswers> {
  if (options.squawk === false || linted.length === 0) return { ran: false, of: () => [] };
  const { postgresVersion } = options;
  const { runSquawk } = await import('./squawk/run-squawk.ts');
  const run = await runSquawk(
    linted.map(({ target }) => target.script.sql),
    postgresVersion === undefined ? {} : { postgresVersion },
  );
  if (!run.ran) return { ran: false, missing: run.reason, of: () => [] };
  const bySource = new Map<number, SquawkFinding[]>();
  for (const finding of run.findings) {
    const known = bySource.get(finding.source);
    if (known) known.push(finding);
    else bySource.set(finding.source, [finding]);
  }
  return {
    ran: true,
    of: (one) => squawkFindings(bySource.get(linted.indexOf(one)) ?? [], one),
  };
}

function checkRuleNames(given: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(given).filter((name) => !ruleNames.has(name));
  if (unknown.length === 0) return;
  throw new AgoraError({
    code: 'lint.unknown_rule',
    message: `No lint rule is called ${unknown.map((name) => `"${name}"`).join(', ')}.`,
    why: `The rules are: ${[...ruleNames].toSorted().join(', ')}.`,
    fix: 'Correct the name in the configuration or on the command line.',
  });
}
