import type { ListedBackup } from '@agora/backup';
import { AgoraError, type Fault } from '@agora/core';

import { besideName, type Journal } from './journal/journal.ts';
import type { ServerFacts } from './read-server.ts';
import { RECOVER_STEPS, type RecoverStepName } from './journal/steps.ts';

/** What a recovery will do. Frozen. */
export interface RecoverPlan {
  readonly database: string;
  /** The name that the database which is there will have; null where there is none. */
  readonly old: string | null;
  readonly restored: string;
  readonly backup: string;
  /** Why this one. */
  readonly why: string;
  /** When that backup was begun, ISO 8601: what was written later is not in it. */
  readonly asOf: string;
  /** ISO 8601. */
  readonly begun: string;
  /** Whether it goes on with one that was killed, or failed. */
  readonly goesOn: boolean;
  /** Those that are still to do, in order. */
  readonly steps: readonly RecoverStepName[];
  /** What stands against it, all of it. */
  readonly findings: readonly Fault[];
  /** What to know before it begins. */
  readonly notes: readonly string[];
}

/** A backup that was chosen. */
export interface Chosen {
  readonly name: string;
  readonly why: string;
  readonly asOf: string;
  readonly notes: readonly string[];
}

/**
 * Chooses a backup of a database: the one that is named, else the newest that was verified, else the newest. Pure.
 * @throws AgoraError `backup.not_found`
 */
export function chooseGood(
  listed: readonly ListedBackup[],
  {
    database,
    store,
    name,
    isRecorded = false,
  }: {
    readonly database: string;
    readonly store: string;
    readonly name?: string | undefined;
    /** Whether the name is that of a recovery which goes on, and nobody gave it. */
    readonly isRecorded?: boolean;
  },
): Chosen {
  if (name !== undefined) {
    const named = listed.find((one) => one.name === name);
    if (named?.head === undefined) throw noBackup(`There is no whole backup ${name} in ${store}.`);
    const notes =
      named.head.database === database
        ? []
        : [`${name} is a backup of ${named.head.database}, and not of ${database}.`];
    return {
      name,
      why: isRecorded ? 'the recovery began with it' : 'it was named',
      asOf: named.head.begun,
      notes,
    };
  }
  const own = listed.filter(({ head }) => head?.database === database).toReversed();
  const verified = own.find(({ verifiedAt }) => verifiedAt !== undefined);
  const chosen = verified ?? own[0];
  if (chosen?.head === undefined) throw noBackup(`There is no backup of ${database} in ${store}.`);
  const newer = own.slice(0, own.indexOf(chosen));
  const damaged = listed.filter(({ head }) => head === undefined);
  return {
    name: chosen.name,
    why: verified === undefined ? 'the newest; none was ever verified' : 'the newest that was verified',
    asOf: chosen.head.begun,
    notes: [
      ...newer.map((one) => `${one.name} is newer, and was never verified: --backup ${one.name}`),
      ...damaged.map((one) => `${one.name} is damaged: ${one.fault ?? ''}`),
    ],
  };
}

function noBackup(message: string): AgoraError {
  return new AgoraError({
    code: 'backup.not_found',
    message,
    why: 'A recovery puts a backup in the place of the database.',
    fix: 'agora backup list shows which there are; --store names another place.',
  });
}

/** Decides what is to be done. Pure. @param input.journal of a recovery that was begun and is not done */
export function planRecovery(
  chosen: Chosen,
  server: ServerFacts,
  input: {
    readonly database: string;
    readonly journal: Journal | undefined;
    readonly now: Date;
    readonly steps: readonly RecoverStepName[];
  },
): RecoverPlan {
  const { database, journal, now, steps } = input;
  return Object.freeze({
    database,
    old:
      journal === undefined
        ? server.old === undefined
          ? null
          : besideName(database, 'before', now)
        : journal.old,
    restored: journal?.restored ?? besideName(database, 'restored', now),
    backup: chosen.name,
    why: chosen.why,
    asOf: chosen.asOf,
    begun: journal?.begun ?? now.toISOString(),
    goesOn: journal !== undefined,
    steps: Object.freeze(steps),
    findings: Object.freeze([...server.findings]),
    notes: Object.freeze([...chosen.notes, ...server.notes]),
  });
}

/** Whether steps read a backup: once it is restored and compared, it may be gone. Pure. */
export function readsBackup(steps: readonly RecoverStepName[]): boolean {
  return steps.includes('restore') || steps.includes('verify');
}

/**
 * Steps that are not behind. From another backup, or where the restored database is gone, all is made again that comes of
 * one. Pure.
 * @param now.backup that is wanted by its name
 */
export function remainingSteps(
  journal: Journal | undefined,
  now: { readonly backup: string | undefined; readonly isRestoredThere: boolean },
): readonly RecoverStepName[] {
  if (journal === undefined) return RECOVER_STEPS;
  const done = new Set(journal.done.map(({ name }) => name));
  const isOther =
    !done.has('swap') &&
    ((now.backup !== undefined && journal.backup !== now.backup) || !now.isRestoredThere);
  const from = RECOVER_STEPS.indexOf('restore');
  return RECOVER_STEPS.filter((name, index) => !done.has(name) || (isOther && index >= from));
}
