import { grows, type TracedRun, type Wait, waitsOf } from '@agora/migrations';

import type { Measured, MeasuredFile } from './measure.ts';

/** The page, with what was measured. */
export function renderPage(cases: readonly Measured[], rows: number): string {
  return `${[
    '# Changes that a live database does not feel',
    `Each change as one writes it at first, as \`agora migrate lint --fix\` writes it, and what \`agora migrate trace\` saw of both on ${number(rows)} rows in each table: which locks are held on what was there before, who waits for how long, and how long it takes in all. The figures are of one run, one after another on the same machine (PostgreSQL 18, two cores that others used as well): they are there to be compared with each other, and promise nothing of yours.`,
    'A wait *grows* where rows are read, written or indexed while the lock is held: it is as long as the table is large. A *brief* one is as short on any table; what it waits for itself is bounded by lock_timeout, which `agora migrate deploy` sets.',
    summary(cases),
    ...cases.map(section),
    '## Measured anew\n\n`pnpm --filter @agora/docs run online 1000000` writes this page; a test runs it on few rows, and holds that nobody waits for what grows.',
  ].join('\n\n')}\n`;
}

function summary(cases: readonly Measured[]): string {
  return [
    '| change | longest wait before | after | ratio | takes before | after |',
    '|---|---|---|---|---|---|',
    ...cases.map((one) => {
      const before = longest(one.before);
      const link = `[${one.title}](#${one.title.toLowerCase().replaceAll(/[^a-z ]/g, '').replaceAll(' ', '-')})`;
      const first = `| ${link} | ${words(before)} |`;
      if (one.after.length === 0) return `${first} stays | | ${time(total(one.before))} | |`;
      const after = longest(one.after);
      return `${first} ${words(after)} | ${ratio(before, after)} | ${time(total(one.before))} | ${time(total(one.after))} |`;
    }),
  ].join('\n');
}

function section({ title, why, before, after, left }: Measured): string {
  return [
    `## ${title}`,
    why,
    ['At first:', ...before.map(({ sql }) => fenced(sql))].join('\n\n'),
    ...(after.length === 0 ? [] : [['Instead:', ...after.map(fileText)].join('\n\n')]),
    ...(left.length === 0 ? [] : [`What stays: ${left.join('; ')}.`]),
    [
      '| | takes | locks on what was there | others wait |',
      '|---|---|---|---|',
      ...before.map((file) => row('at first', file)),
      ...after.map((file, index) => row(after.length === 1 ? 'instead' : `instead, ${index + 1}`, file)),
    ].join('\n'),
  ].join('\n\n');
}

function fileText({ name, sql, backfill }: MeasuredFile, index: number): string {
  const filling = backfill === undefined ? [] : ['with the backfill.sql', fenced(backfill)];
  if (sql.trim() === '') return [`${index + 1}. \`${name}\`, ${filling[0] ?? 'empty'}`, ...filling.slice(1)].join('\n\n');
  return [`${index + 1}. \`${name}\``, fenced(sql), ...filling].join('\n\n');
}

function row(what: string, { trace }: MeasuredFile): string {
  const { backfill } = trace;
  const filling =
    backfill === undefined
      ? ''
      : `<br>backfill of ${number(backfill.changed)} rows in ${number(backfill.batches)} batches ${time(backfill.ms)}`;
  const waits = [...waitsOf(trace).map(waitText), ...rowWaits(trace).map(rowWaitText)];
  return `| ${what} | ${time(trace.ms)}${filling} | ${locks(trace)} | ${waits.join('<br>') || 'nobody'} |`;
}

function waitText(wait: Wait): string {
  return `${wait.waits} of ${wait.table} ${time(wait.ms)}, ${grows(wait) ? '**grows**' : 'brief'}`;
}

function rowWaitText({ words: what, ms, grows: isLong }: Longest): string {
  return `${what} ${time(ms)}, ${isLong ? '**grows**' : 'a batch’s size follows a target time'}`;
}

/** An index is locked with its table; what only reads is in nobody's way. */
function isShown({ there, kind, mode, waits }: TracedRun['statements'][number]['locks'][number]): boolean {
  return there && kind !== 'sequence' && mode !== 'ACCESS SHARE' && (kind !== 'index' || waits !== 'nothing');
}

/** The strongest on each relation that was there, but for those that stand in nobody's way. */
function locks({ statements }: TracedRun): string {
  const found = statements.flatMap((one) => one.locks).filter(isShown);
  const relations = [...new Set(found.map(({ relation }) => relation))];
  return (
    relations
      .flatMap((name) => {
        const own = found.filter(({ relation }) => relation === name);
        const waiting = own.find(({ waits }) => waits !== 'nothing') ?? own[0];
        return waiting === undefined ? [] : [`${waiting.mode} on ${name}`];
      })
      .join('<br>') || 'none'
  );
}

/** A wait for a table, or for rows that are changed. */
interface Longest {
  readonly words: string;
  readonly ms: number;
  readonly grows: boolean;
}

/** The wait that is the worst: one that grows before one that is brief, then the longer. */
function longest(files: readonly MeasuredFile[]): Longest | undefined {
  return files
    .flatMap(({ trace }) => [
      ...waitsOf(trace).map((wait) => ({ words: wait.waits, ms: wait.ms, grows: grows(wait) })),
      ...rowWaits(trace),
    ])
    .toSorted((a, b) => Number(b.grows) - Number(a.grows) || b.ms - a.ms)[0];
}

/** Whoever writes rows that a statement or a batch has changed waits for the end of its transaction. */
function rowWaits({ statements, backfill }: TracedRun): Longest[] {
  const held = statements
    .flatMap(({ locks }) => locks)
    .filter(({ there, kind, mode }) => there && kind === 'table' && mode === 'ROW EXCLUSIVE');
  const changing = Math.max(0, ...held.map(({ heldMs }) => heldMs));
  return [
    ...(changing > 0 ? [{ words: 'writes of the rows that it changes', ms: changing, grows: true }] : []),
    ...(backfill === undefined
      ? []
      : [{ words: 'writes of the rows of a batch', ms: backfill.longestBatchMs, grows: false }]),
  ];
}

function words(wait: Longest | undefined): string {
  return wait === undefined ? 'none' : `${wait.words} ${time(wait.ms)}${wait.grows ? ', grows' : ''}`;
}

function ratio(before: Longest | undefined, after: Longest | undefined): string {
  if (before === undefined || !before.grows) return '';
  const share = (after?.ms ?? 0) / before.ms;
  return share < 0.001 ? 'under 0.001' : share.toPrecision(2);
}

const total = (files: readonly MeasuredFile[]): number =>
  files.reduce((sum, { trace }) => sum + trace.ms + (trace.backfill?.ms ?? 0), 0);

const fenced = (sql: string): string => `\`\`\`sql\n${sql.trim()}\n\`\`\``;

const number = (count: number): string => new Intl.NumberFormat('en').format(count);

function time(ms: number): string {
  if (ms < 1) return 'under 1 ms';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
