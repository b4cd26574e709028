import { isAgoraError } from '@agora/core';

import { directivesOf } from '../project/directives.ts';
import type { Migration } from '../project/folder.ts';
import type { AllowedFinding, Finding } from '../lint/finding.ts';
import { parseStatements } from '@agora/postgres/parser';
import { planScript } from '../script/script-plan.ts';
import { type Change, describeStatement } from './describe-statement.ts';
import { block, cell, code, count, plainText, table } from './markdown.ts';
import { describeHold } from '../lint/locks/hold.ts';

/** One migration as the documentation tells it. */
export interface MigrationDocs {
  readonly migration: Migration;
  readonly changes: readonly Change[];
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  /** How long it took where it was deployed last, in milliseconds; absent where that is not known. */
  readonly durationMs?: number;
}

/** What a migration changes, in words. */
export function changesOf(migration: Migration): readonly Change[] {
  return parseStatements(migration.up.statements)
    .statements.filter((statement) => !statement.nested)
    .flatMap((statement) => describeStatement(statement));
}

/** The date and the words in a migration's name: `20261121033000_add_bans` is `2026-11-21 03:30`, `add bans`. */
export function nameParts(name: string): { readonly date?: string; readonly title: string } {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(?:\d\d)?_(.+)$/.exec(name);
  if (!found) return { title: name };
  const [, year, month, day, hour, minute, slug = ''] = found;
  const time = hour === undefined ? '' : ` ${hour}:${minute ?? '00'}`;
  return { date: `${year}-${month}-${day}${time}`, title: slug.replaceAll(/[_-]+/g, ' ') };
}

/** The page of one migration: what it does, its hazards, the way forward and the way back. */
export function renderMigrationPage(
  { migration, changes, findings, allowed, durationMs }: MigrationDocs,
  neighbours: { readonly before?: string | undefined; readonly after?: string | undefined },
): string {
  const { date, title } = nameParts(migration.name);
  const { up, down } = migration;
  const irreversible = directivesOf(up.directives, 'irreversible')[0];
  const losses = directivesOf(down?.directives ?? [], 'loses');
  const links = [
    ...(neighbours.before === undefined ? [] : [`← [${neighbours.before}](${neighbours.before}.md)`]),
    '[all migrations](../README.md#migrations)',
    ...(neighbours.after === undefined ? [] : [`[${neighbours.after}](${neighbours.after}.md) →`]),
  ];
  const facts: readonly (readonly string[])[] = [
    ['name', code(migration.name)],
    ...(date === undefined ? [] : [['written', date]]),
    ['runs', how(migration)],
    ['way back', wayBack(migration, irreversible?.reason, losses.length)],
    ...(durationMs === undefined ? [] : [['took', `${durationMs} ms where it was deployed last`]]),
    ['checksum', code(up.checksum)],
  ];
  return [
    `# ${title}`,
    '',
    links.join(' · '),
    '',
    ...table(['', ''], facts),
    '## What it changes',
    '',
    ...(changes.length === 0 ? ['Nothing.'] : changes.map((change) => `- ${plainText(change.text)}`)),
    '',
    ...hazards(findings, allowed),
    '## Forward',
    '',
    ...block('sql', up.sql),
    '## Back',
    '',
    ...(down
      ? block('sql', down.sql)
      : [irreversible ? `There is none: ${irreversible.reason}` : 'There is no down.sql.', '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function how({ up }: Migration): string {
  try {
    const plan = planScript(up);
    return plan.mode === 'transaction' ? 'in one transaction' : `statement by statement: ${plan.reason}`;
  } catch (error) {
    if (!isAgoraError(error)) throw error;
    return 'not at all: its transactions do not pair';
  }
}

function wayBack({ down }: Migration, irreversible: string | undefined, losses: number): string {
  if (irreversible !== undefined) return `irreversible: ${cell(irreversible)}`;
  if (!down) return 'missing';
  return losses === 0
    ? 'down.sql'
    : `down.sql, losing ${count(losses, 'table or column', 'tables or columns')}`;
}

function hazards(findings: readonly Finding[], allowed: readonly AllowedFinding[]): readonly string[] {
  const shown = findings.filter((finding) => finding.severity !== 'info');
  if (shown.length === 0 && allowed.length === 0) return [];
  return [
    '## Hazards',
    '',
    ...table(
      ['', 'rule', 'where', 'what', 'lock'],
      [
        ...shown.map((one) => row(one.severity, one, one.message)),
        ...allowed.map((one) => row('allowed', one, `${one.message} Allowed because ${one.reason}`)),
      ],
    ),
  ];
}

function row(mark: string, finding: Finding, message: string): readonly string[] {
  const file = finding.direction === 'up' ? 'migration.sql' : 'down.sql';
  return [mark, code(finding.rule), `${file}:${finding.line}`, cell(message), describeHold(finding)];
}
