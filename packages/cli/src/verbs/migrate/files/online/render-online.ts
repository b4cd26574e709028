import path from 'node:path';

import type { Migration, OnlineReport } from '@agora/migrations';

import type { Paint } from '../../../../terminal/paint.ts';
import { counted, indent } from '../../../../terminal/text.ts';

/** The files of a migration that stand on disk once it is written. */
export function filesOf({ up, down, backfill }: Migration): readonly string[] {
  return [
    up.path,
    ...(down === undefined ? [] : [down.path]),
    ...(backfill?.kind === 'sql' ? [backfill.script.path] : []),
  ];
}

/** What became of a migration, for programs. */
export function onlineAsJson({ original, parts, rewritten, left, proofs }: OnlineReport): unknown {
  return {
    migration: original.name,
    rewritten: rewritten.map(({ rule, line, message }) => ({ rule, line, message })),
    left: left.map(({ finding: { rule, severity, line, message }, reason }) => ({
      rule,
      severity,
      line,
      message,
      reason,
    })),
    files:
      rewritten.length === 0
        ? []
        : parts.map(({ name, up, down, backfill }) => ({
            name,
            up: up.sql,
            down: down?.sql ?? null,
            backfill: backfill?.kind === 'sql' ? backfill.script.sql : null,
            proof: proofs.find(({ migration }) => migration === name)?.outcome ?? null,
          })),
  };
}

interface Rendering {
  readonly paint: Paint;
  readonly cwd: string;
  /** Whether the files are printed too. */
  readonly whole: boolean;
}

/** The same for people. */
export function renderOnline(report: OnlineReport, { paint, cwd, whole }: Rendering): string {
  const { original, parts, rewritten, left, proofs } = report;
  const lines = [paint.bold(original.name)];
  if (rewritten.length > 0) {
    lines.push(
      `  ${paint.green(`${counted(rewritten.length, 'finding')} rewritten`)}  ${paint.dim('same catalog, same rows, on filled tables')}`,
      ...rewritten.map(({ rule, line, message }) => paint.dim(`    line ${line}  ${rule}: ${message}`)),
      ...parts.map((part) => {
        const proof = proofs.find(({ migration }) => migration === part.name);
        const back = proof === undefined ? '' : `  ${paint.dim(`back: ${proof.outcome}`)}`;
        return `  ${path.relative(cwd, part.directory) || part.name}${part.backfill === undefined ? '' : '  with backfill.sql'}${back}`;
      }),
    );
  }
  for (const { finding, reason } of left)
    lines.push(
      `  ${paint.yellow(`left, line ${finding.line}`)}  ${finding.rule}: ${finding.message}`,
      indent(reason, '    '),
    );
  if (whole && rewritten.length > 0)
    lines.push(
      ...parts.flatMap(({ name, up, backfill }) => [
        '',
        paint.bold(`${name}/migration.sql`),
        up.sql.trimEnd(),
        ...(backfill?.kind === 'sql'
          ? ['', paint.bold(`${name}/backfill.sql`), backfill.script.sql.trimEnd()]
          : []),
      ]),
    );
  return lines.join('\n');
}
