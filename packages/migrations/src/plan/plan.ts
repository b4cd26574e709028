import { type Statement, unitsOf } from '@agora/postgres';

import { type Blocker, interruptedDown, interruptedUp, irreversible, noDown, notFound } from './blockers.ts';
import { directivesOf } from '../project/directives.ts';
import type { Migration, Script } from '../project/folder.ts';
import {
  type History,
  type HistoryEntry,
  appliedEntries,
  replacedBy,
  replacesApplied,
} from '../history/history.ts';
import type { PrismaRow } from '../history/prisma-table.ts';
import { missingOnDisk } from '../history/violations.ts';
import type { Progress } from '../script/progress.ts';
import { type ScriptPlan, planScript } from '../script/script-plan.ts';
import { resolveTarget } from '../project/target.ts';

/** One migration's part in a plan. */
export type Step =
  | {
      /** Run migration.sql. With `resume`, go on with what an earlier run began. */
      readonly kind: 'apply';
      readonly name: string;
      readonly migration: Migration;
      readonly script: Script;
      readonly how: ScriptPlan;
      readonly resume?: { readonly row: PrismaRow; readonly progress: Progress };
    }
  | {
      /** Record as applied without running: the migrations it replaces are applied. */
      readonly kind: 'record';
      readonly name: string;
      readonly migration: Migration;
      readonly script: Script;
      readonly replaces: readonly string[];
      /** When the last of them was: it takes their place in the order, before what was applied since. */
      readonly after: Date;
    }
  | {
      /** Run down.sql. */
      readonly kind: 'revert';
      readonly name: string;
      readonly migration: Migration;
      readonly script: Script;
      readonly how: ScriptPlan;
      readonly row: PrismaRow;
      readonly resume?: { readonly row: PrismaRow; readonly progress: Progress };
    };

/** What is to be done, in order. Frozen; made without touching disk or database. */
export interface Plan {
  readonly direction: 'up' | 'down';
  readonly steps: readonly Step[];
  /** What forbids it. Empty for a plan that may run. */
  readonly blockers: readonly Blocker[];
}

export interface DeployTarget {
  /** The last migration to apply; all unless given. */
  readonly to?: string | undefined;
  readonly allowOutOfOrder?: boolean | undefined;
  /** Go on although applied migrations are missing on disk. */
  readonly allowMissing?: boolean | undefined;
}

/**
 * Plans the way forward: what is pending, in the order of the folder.
 * @throws AgoraError `migrations.unknown_target`, `migrations.own_transaction`
 */
export function planDeploy(history: History, target: DeployTarget = {}): Plan {
  const onDisk = history.folder.migrations.map((migration) => migration.name);
  const to = target.to === undefined ? undefined : resolveTarget(onDisk, target.to);
  const steps = history.entries
    .filter((entry) => entry.state === 'pending' || entry.state === 'interrupted')
    .filter((entry) => to === undefined || entry.name.localeCompare(to) <= 0)
    .flatMap((entry) => forward(entry, history.entries));
  const blockers = history.violations.filter(
    (violation) =>
      !(
        violation.kind === 'out-of-order' &&
        (target.allowOutOfOrder || !steps.some((step) => step.name === violation.migration))
      ) &&
      !(violation.kind === 'missing-on-disk' && target.allowMissing) &&
      !(violation.kind === 'two-heads' && target.allowMissing),
  );
  const halfway = history.entries.filter((entry) => entry.progress?.direction === 'down');
  return Object.freeze({
    direction: 'up',
    steps: Object.freeze(steps),
    blockers: Object.freeze([...blockers, ...halfway.map((entry) => interruptedDown(entry.name))]),
  });
}

export type RollbackTarget =
  | { readonly steps: number }
  /** Everything applied after this one; it stays. */
  | { readonly to: string }
  | { readonly all: true };

/**
 * Plans the way back: the last applied first.
 * @throws AgoraError `migrations.unknown_target`, `migrations.own_transaction`
 */
export function planRollback(history: History, target: RollbackTarget): Plan {
  const halfway = history.entries.filter((entry) => entry.progress?.direction === 'down');
  const applied = [...appliedEntries(history), ...halfway];
  const chosen = chooseBack(applied, target).toReversed();
  const steps: Step[] = [];
  const blockers: Blocker[] = history.violations.filter(
    (violation) =>
      ['failed', 'unknown', 'lock-file-mismatch'].includes(violation.kind) ||
      ((violation.kind === 'edited' || violation.kind === 'missing-on-disk') &&
        chosen.some((entry) => entry.name === violation.migration)),
  );
  for (const entry of history.entries) {
    if (entry.progress?.direction === 'up') blockers.push(interruptedUp(entry.name));
  }
  for (const { name } of chosen) if (history.ahead.includes(name)) blockers.push(missingOnDisk(name));
  for (const entry of chosen) {
    const { migration, row } = entry;
    if (!migration || !row) continue;
    const directives = [...migration.up.directives, ...(migration.down?.directives ?? [])];
    const [final] = directivesOf(directives, 'irreversible');
    const [missing] = directivesOf(directives, 'not-found');
    if (final !== undefined) blockers.push(irreversible(entry.name, final.reason));
    else if (missing !== undefined) blockers.push(notFound(entry.name, missing.reason));
    else if (!migration.down) blockers.push(noDown(entry.name));
    else steps.push(back(entry, migration, migration.down, row));
  }
  return Object.freeze({ direction: 'down', steps: Object.freeze(steps), blockers: Object.freeze(blockers) });
}

/** The statements of a step that an earlier run has not done. */
export function statementsLeft(step: Step): readonly Statement[] {
  const done = step.kind === 'record' ? 0 : (step.resume?.progress.done ?? 0);
  if (done === 0) return step.script.statements;
  return unitsOf(step.script.statements)
    .slice(done)
    .flatMap(({ statements }) => statements);
}

function forward(entry: HistoryEntry, entries: readonly HistoryEntry[]): readonly Step[] {
  const { migration, row, progress } = entry;
  if (!migration || progress?.direction === 'down') return [];
  const base = { name: entry.name, migration, script: migration.up };
  if (entry.state === 'pending' && replacesApplied(entry, entries)) {
    const replaced = new Set(replacedBy(migration));
    const applied = entries.filter((one) => one.state === 'applied' && replaced.has(one.name));
    const replaces = applied.map(({ name }) => name);
    const times = applied.map(({ row: one }) => Number(one?.startedAt));
    return [Object.freeze({ ...base, kind: 'record', replaces, after: new Date(Math.max(...times)) })];
  }
  const how = planScript(migration.up);
  return [
    Object.freeze({ ...base, kind: 'apply', how, ...(row && progress ? { resume: { row, progress } } : {}) }),
  ];
}

function back(entry: HistoryEntry, migration: Migration, down: Script, row: PrismaRow): Step {
  const resume = entry.progress ? { resume: { row, progress: entry.progress } } : {};
  const base = { name: entry.name, migration, script: down, row };
  return Object.freeze({ ...base, kind: 'revert', how: planScript(down), ...resume });
}

function chooseBack(applied: readonly HistoryEntry[], target: RollbackTarget): readonly HistoryEntry[] {
  if ('all' in target) return applied;
  if ('steps' in target) return target.steps === 0 ? [] : applied.slice(-target.steps);
  const names = applied.map((entry) => entry.name);
  return applied.slice(names.indexOf(resolveTarget(names, target.to)) + 1);
}
