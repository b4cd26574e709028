import path from 'node:path';

import { type CreateReport, directivesOf } from '@agora/migrations';

import type { Paint } from '../../../terminal/paint.ts';
import { duration } from '../../../terminal/progress.ts';
import { onlineAsJson, renderOnline } from './online/render-online.ts';

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** What was made, for `--json`. */
export function createdAsJson({ migration, proof, lint, warnings, written, online }: CreateReport): object {
  return {
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
    warnings,
    ...(online === undefined ? {} : { online: onlineAsJson(online) }),
  };
}

/** What was made, and how its proof and its lint went. */
export function describeCreated(report: CreateReport, cwd: string, paint: Paint): string {
  const { migration, proof, lint, written } = report;
  const file = (name: string): string => path.relative(cwd, path.join(migration.directory, name)) || name;
  const row = (label: string, value: string): string => `  ${paint.dim(label.padEnd(9))}${value}`;
  const lines = [paint.bold(migration.name)];
  lines.push(
    row(
      'forward',
      `${file('migration.sql')}  ${paint.dim(count(migration.up.statements.length, 'statement'))}`,
    ),
  );
  if (report.online !== undefined)
    lines.push(renderOnline(report.online, { paint, cwd, whole: !written && report.migrations.length > 1 }));
  if (migration.down !== undefined) {
    lines.push(
      row('back', `${file('down.sql')}  ${paint.dim(count(migration.down.statements.length, 'statement'))}`),
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
      lines.push(
        row(
          '',
          `${finding.rule}, line ${finding.line} of ${path.basename(finding.file)}: ${finding.message}`,
        ),
      );
    }
  }
  const next = nextSteps(report);
  if (next.length > 0) lines.push('', paint.dim('Next'), ...next.map((one) => `  ${one}`));
  if (!written && migration.up.sql !== '' && report.migrations.length === 1)
    lines.push('', migration.up.sql, '', migration.down?.sql ?? '');
  return lines.join('\n');
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
      ? [
          `agora migrate lint ${migration.name}   what to do about each finding`,
          `agora migrate lint --fix ${migration.name}   rewrites what it can, proven to end in the same catalog and rows`,
        ]
      : []),
    'read both files and commit them',
    'agora migrate deploy   applies it here',
    'npx prisma generate   brings the client up to date',
  ];
}
