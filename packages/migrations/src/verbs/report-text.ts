import type { ErrorCode, Fault } from '@agora/core';
import type { ApplyEvent, StepResult } from '../apply/options.ts';
import type { BackfillEvent, BackfillResult } from '../backfill/run-options.ts';
import type { Blocker } from '../plan/blockers.ts';
import { migrationsErrorCodes } from '../error-codes.ts';
import type { Plan } from '../plan/plan.ts';
import type { Refusal } from '../plan/policy.ts';
import type { ParkedItem } from '../parking/parked-items.ts';
import type { StatusReport } from './status.ts';

/** Reports as plain text, for whoever prints them: the command line and the deployer say the same. */

/** A line about an event, or undefined for one that only details want. */
export function describeEvent(event: ApplyEvent): string | undefined {
  switch (event.kind) {
    case 'waiting': {
      const holder = event.holder;
      const who = holder
        ? ` (session ${holder.pid}${holder.application ? `, ${holder.application}` : ''})`
        : '';
      return `waiting for another migration run${who}`;
    }
    case 'step':
      return event.step.kind === 'apply' && event.step.resume
        ? `resuming ${event.step.name} after step ${event.step.resume.progress.done} of ${event.step.resume.progress.total}`
        : undefined;
    case 'lock-retry':
      return `${event.name}: a lock was not to be had; gave way, attempt ${event.attempt + 1} in ${event.delayMs} ms`;
    case 'done':
      return describeResult(event.result);
    case 'notice':
      return event.message;
    default:
      return undefined;
  }
}

/** A line about an event of a backfill, or undefined for one that only details want. */
export function describeBackfillEvent(event: BackfillEvent): string | undefined {
  const { migration } = event;
  switch (event.kind) {
    case 'backfill':
      return event.record.rows > 0
        ? `backfill of ${migration} goes on after ${event.record.rows} rows`
        : `backfill of ${migration} begins`;
    case 'rest':
      return `${migration} rests: ${event.rest.words}`;
    case 'pass':
      return `${migration}: rows are left; run ${event.pass} over the table`;
    default:
      return undefined;
  }
}

/** One line about what became of a backfill. */
export function describeBackfill({ migration, outcome, changed, durationMs }: BackfillResult): string {
  const verb = outcome === 'done' ? 'backfilled' : outcome;
  return `${verb} ${migration}: ${changed} rows changed in ${Math.round(durationMs)} ms`;
}

/** One line about what became of a step. */
function describeResult(result: StepResult): string {
  const verbs = { apply: 'applied', revert: 'rolled back', record: 'recorded' } as const;
  const verb = result.outcome === 'succeeded' ? verbs[result.kind] : result.outcome;
  const waits = result.lockRetries > 0 ? `, gave way ${result.lockRetries} time(s)` : '';
  const moved = describeMoved(result.moved ?? []);
  return `${verb} ${result.name} (${Math.round(result.durationMs)} ms${result.mode === 'statements' ? ', statement by statement' : ''}${waits})${moved}`;
}

function describeMoved(moved: NonNullable<StepResult['moved']>): string {
  const named = (which: 'parked' | 'back'): string =>
    moved
      .filter(({ what }) => what === which)
      .map(({ schema, name, column }) =>
        [schema, name, column].filter((part) => part !== undefined).join('.'),
      )
      .join(', ');
  const [parked, back] = [named('parked'), named('back')];
  return `${parked === '' ? '' : `; parked ${parked}`}${back === '' ? '' : `; brought back ${back}`}`;
}

/** How many migrations a failure kept from their turn, or undefined if it kept none. */
export function describeUnreached(results: readonly StepResult[]): string | undefined {
  const { length } = results.filter(({ outcome }) => outcome === 'not reached');
  if (length === 0) return undefined;
  return length === 1
    ? '1 migration after it was not reached.'
    : `${length} migrations after it were not reached.`;
}

/** What a plan would do, a line for each step. */
export function describePlan(plan: Plan): string {
  if (plan.steps.length === 0)
    return plan.direction === 'up' ? 'Nothing is pending.' : 'Nothing is to be rolled back.';
  return plan.steps
    .map((step) => {
      if (step.kind === 'record') return `record   ${step.name} (replaces ${step.replaces.length} applied)`;
      const how = step.how.mode === 'statements' ? ` (statement by statement: ${step.how.reason})` : '';
      const resumed = step.resume ? ` (resumes after step ${step.resume.progress.done})` : '';
      return `${step.kind === 'apply' ? 'apply    ' : 'roll back'} ${step.name}${how}${resumed}`;
    })
    .join('\n');
}

/** Everything that stands against a plan. */
export function describeBlockers(blockers: readonly (Blocker | Refusal)[]): string {
  return gatherBlockers(blockers)
    .map(({ code, message, why, fix }) => `${message} [${code}]\n  why: ${under(why)}\n  fix: ${under(fix)}`)
    .join('\n\n');
}

/** Further lines begin where the first does. */
function under(text: string): string {
  return text.replaceAll('\n', '\n       ');
}

/** How many of a kind are told one by one, and how many names stand in a list. */
const APART = 3;
const LISTED = 12;

/** What a person reads: many of a kind, such as the migrations of before a squash, are one with a list. */
export function gatherBlockers(blockers: readonly (Blocker | Refusal)[]): readonly Fault[] {
  return [...new Set(blockers.map(({ code }) => code))].flatMap((code) => {
    const alike = blockers.filter((one) => one.code === code);
    const [first] = alike;
    if (first === undefined || alike.length <= APART) return alike;
    const listed = alike.slice(0, LISTED).map(({ message }) => message);
    const rest = alike.length - listed.length;
    return [
      {
        code: first.code,
        message: `${alike.length} times: ${meaningOf(first.code) ?? first.message}`,
        why: [...listed, ...(rest > 0 ? [`and ${rest} more`] : []), `Of the first: ${first.why}`].join('\n'),
        fix: first.fix,
      },
    ];
  });
}

/** Where a database is. */
export function describeStatus(status: StatusReport): string {
  const { counts } = status;
  const words = [
    `${counts.applied} applied`,
    `${counts.pending} pending`,
    ...(counts.interrupted > 0 ? [`${counts.interrupted} stopped half-way`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
  ];
  const waiting = status.entries.filter((entry) => entry.state !== 'applied');
  return [
    `${status.current ?? '(nothing applied)'}: ${words.join(', ')}`,
    ...(status.entries.length === 0 ? ['There are no migrations, on disk or in the database.'] : []),
    ...waiting.map(
      (entry) =>
        `  ${entry.state.padEnd(12)}${entry.name}${entry.progress ? ` (${entry.progress.done} of ${entry.progress.total} steps)` : ''}`,
    ),
    ...(status.ahead ?? []).map((name) => `  ${'ahead'.padEnd(12)}${name} (not on disk, marked compatible)`),
    ...(status.running
      ? [`A migration is running: session ${status.running.pid} (${status.running.application})`]
      : []),
    ...(status.backfills ?? []).map(
      ({ migration, state }) =>
        `The backfill of ${migration} is ${state}: agora migrate backfill run ${migration}`,
    ),
    ...describeParked(status.parked ?? []),
    ...(status.violations.length > 0 ? ['', describeBlockers(status.violations)] : []),
  ].join('\n');
}

function describeParked(parked: readonly ParkedItem[]): readonly string[] {
  if (parked.length === 0) return [];
  const over = parked.filter(({ isOver }) => isOver).length;
  return [`${parked.length} parked, ${over === 0 ? 'none' : over} of it over: agora migrate parked list`];
}

function meaningOf(code: ErrorCode): string | undefined {
  const meanings: Partial<Record<ErrorCode, string>> = migrationsErrorCodes;
  return meanings[code];
}
