import { type Finding, type Severity, atLeast } from '../finding.ts';
import type { LintResult } from '../lint.ts';
import { describeHold } from '../locks/hold.ts';
import { LineIndex } from '@agora/postgres/parser';

/** Colours of the text; each is the identity where colours are off. */
export interface LintPaint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
  readonly green: (text: string) => string;
}

export const noPaint: LintPaint = { bold: id, dim: id, red: id, yellow: id, cyan: id, green: id };

interface TextOptions {
  readonly paint?: LintPaint;
  /** Findings below this are only counted. Default `warning`. */
  readonly level?: Severity;
  /** How many findings of one rule in one migration are shown in full. Default 3; `Infinity` for all. */
  readonly perRule?: number;
  /** How many findings of one rule are shown in all migrations together. Default 20; `Infinity` for all. */
  readonly perRuleInAll?: number;
}

/**
 * The result for people: by file, each finding with the line it stands in, why it matters, and the
 * statement to write instead.
 */
export function renderLintText(result: LintResult, options: TextOptions = {}): string {
  const { paint = noPaint, level = 'warning', perRule = 3, perRuleInAll = 20 } = options;
  const shown = result.findings.filter((finding) => atLeast(finding.severity, level));
  const blocks: string[] = [];
  // The reason is the same each time: once is enough to read.
  const explained = new Set<string>();
  const inAll = new Map<string, number>();
  for (const [file, findings] of byFile(shown)) {
    const lines = new LineIndex(result.sources.get(file) ?? '');
    const parts: string[] = [];
    const seen = new Map<string, number>();
    for (const finding of findings) {
      const before = inAll.get(finding.rule) ?? 0;
      inAll.set(finding.rule, before + 1);
      if (before >= perRuleInAll) continue;
      const count = (seen.get(finding.rule) ?? 0) + 1;
      seen.set(finding.rule, count);
      if (count > perRule) continue;
      parts.push(block(finding, lines, paint, !explained.has(finding.rule)));
      explained.add(finding.rule);
    }
    for (const [rule, count] of seen) {
      if (count > perRule) parts.push(paint.dim(`  ... and ${count - perRule} more of ${rule}`));
    }
    if (parts.length > 0) blocks.push([paint.bold(file), ...parts].join('\n\n'));
  }
  const left = [...inAll].filter(([, count]) => count > perRuleInAll);
  if (left.length > 0) blocks.push(paint.dim(leftOut(left, perRuleInAll)));
  blocks.push(summary(result, shown.length, paint));
  return `${blocks.join('\n\n')}\n`;
}

/** A history that is linted for the first time repeats itself: the rest is counted, and can be set aside. */
function leftOut(rules: readonly (readonly [rule: string, count: number])[], shown: number): string {
  return [
    ...rules.map(([rule, count]) => `... and ${count - shown} more of ${rule} in other migrations`),
    'All of them: --all. To look only at what is new: --since <migration>, or lint.since in agora.config.ts.',
  ].join('\n');
}

function block(finding: Finding, lines: LineIndex, paint: LintPaint, explain: boolean): string {
  const color = colorOf(finding.severity, paint);
  const hold = describeHold(finding);
  const lock = hold === '' ? '' : paint.dim(`  lock: ${hold}`);
  const head = `  ${color(finding.severity)} ${paint.bold(finding.rule)} ${paint.dim(`${finding.line}:${finding.column}`)}${lock}`;
  const out = [head, ...excerpt(finding, lines, paint, color), `  ${finding.message}`];
  if (explain) out.push(...wrap(finding.why, 96).map((line) => paint.dim(`  ${line}`)));
  if (explain) {
    out.push(`  ${paint.green('instead:')}`);
    for (const line of finding.fix.split('\n')) {
      out.push(`    ${line.startsWith('--') ? paint.dim(line) : paint.green(line)}`);
    }
  }
  return out.join('\n');
}

/** The line with carets under the place; a place of several lines is marked to the end of the first. */
function excerpt(
  finding: Finding,
  lines: LineIndex,
  paint: LintPaint,
  color: (text: string) => string,
): string[] {
  const number = String(finding.line);
  const whole = lines.line(finding.line).replaceAll('\t', ' ');
  const { text, shift } = window(whole, finding.column - 1);
  const start = finding.column - 1 - shift;
  const end = finding.endLine === finding.line ? finding.endColumn - 1 - shift : text.length;
  const width = Math.max(1, displayWidth(text.slice(start, Math.min(end, text.length))));
  const more = finding.endLine > finding.line ? paint.dim(` to line ${finding.endLine}`) : '';
  const gutter = ' '.repeat(number.length);
  return [
    `  ${paint.dim(`${gutter} |`)}`,
    `  ${paint.dim(`${number} |`)} ${text}`,
    `  ${paint.dim(`${gutter} |`)} ${' '.repeat(displayWidth(text.slice(0, start)))}${color('^'.repeat(width))}${more}`,
  ];
}

const widest = 110;

/** At most {@link widest} characters of a line, around a column. */
function window(line: string, column: number): { text: string; shift: number } {
  if (line.length <= widest) return { text: line.trimEnd(), shift: 0 };
  const from = column < widest - 40 ? 0 : column - 30;
  const cut = line.slice(from, from + widest);
  const before = from > 0 ? '…' : '';
  return { text: `${before}${cut}${from + widest < line.length ? '…' : ''}`, shift: from - before.length };
}

function summary(result: LintResult, shown: number, paint: LintPaint): string {
  const { counts, migrations, allowed } = result;
  const color = { error: paint.red, warning: paint.yellow, info: paint.cyan };
  const parts = (['error', 'warning', 'info'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) =>
      color[severity](
        `${counts[severity]} ${severity}${severity !== 'info' && counts[severity] > 1 ? 's' : ''}`,
      ),
    );
  const what = parts.length === 0 ? paint.green('nothing found') : parts.join(', ');
  const hidden = result.findings.length - shown;
  return [
    `${what} in ${migrations} migration${migrations === 1 ? '' : 's'}`,
    ...(result.leftAlone > 0
      ? [paint.dim(`${result.leftAlone} older left alone (lint.since or --since); lint one by its name`)]
      : []),
    ...(hidden > 0 ? [paint.dim(`${hidden} below the level shown (--level info)`)] : []),
    ...(allowed.length > 0 ? [paint.dim(`${allowed.length} allowed by directives`)] : []),
    ...(result.squawkMissing === undefined
      ? []
      : [paint.yellow(`squawk was not asked: ${result.squawkMissing}`)]),
  ].join('\n');
}

function byFile(findings: readonly Finding[]): ReadonlyMap<string, Finding[]> {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = files.get(finding.file);
    if (known) known.push(finding);
    else files.set(finding.file, [finding]);
  }
  return files;
}

function colorOf(severity: Severity, paint: LintPaint): (text: string) => string {
  return { error: paint.red, warning: paint.yellow, info: paint.cyan }[severity];
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > width && line !== '') {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Columns of a terminal: two for East Asian wide characters and emoji, none for marks. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

function id(text: string): string {
  return text;
}
