import type { Fault } from '@agora/core';

import type { Violation } from '../history/violations.ts';

/** What forbids a plan: a violation of the history, or a reason that matters only to those who want to go there. */
export type Blocker =
  | Violation
  | (Fault & {
      readonly kind: 'no-down' | 'irreversible' | 'interrupted';
      readonly migration: string;
    });

export function noDown(migration: string): Blocker {
  return {
    kind: 'no-down',
    migration,
    code: 'migrations.no_down',
    message: `${migration} has no down.sql.`,
    why: 'There is no way back until one is written.',
    fix: `agora migrate down ${migration}`,
  };
}

export function irreversible(migration: string, reason: string): Blocker {
  return {
    kind: 'irreversible',
    migration,
    code: 'migrations.irreversible',
    message: `${migration} cannot be rolled back.`,
    why: `Its file says: irreversible because ${reason}`,
    fix: 'Restore a backup, or undo the change by a new migration.',
  };
}

export function notFound(migration: string, reason: string): Blocker {
  return {
    kind: 'no-down',
    migration,
    code: 'migrations.no_down',
    message: `${migration} has no way back yet.`,
    why: `None was found when one was looked for: ${reason}`,
    fix: `Write its down.sql by hand and take the line "-- agora: not-found" out, or try a newer version: agora migrate down --regenerate ${migration}`,
  };
}

export function interruptedDown(migration: string): Blocker {
  return {
    kind: 'interrupted',
    migration,
    code: 'migrations.rollback_interrupted',
    message: `The rollback of ${migration} stopped half-way.`,
    why: 'Its down.sql runs statement by statement, and not all of them have run.',
    fix: 'agora migrate rollback goes on with it; deploy afterwards.',
  };
}

export function interruptedUp(migration: string): Blocker {
  return {
    kind: 'interrupted',
    migration,
    code: 'migrations.deploy_interrupted',
    message: `${migration} is applied half-way.`,
    why: 'It runs statement by statement, and not all of them have run.',
    fix: 'agora migrate deploy goes on with it; roll back afterwards.',
  };
}
