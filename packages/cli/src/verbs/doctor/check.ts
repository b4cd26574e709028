import type { Fault } from '@agora/core';

import type { Examined } from './examined.ts';

/** Something that a check found. */
export interface DoctorFinding extends Fault {
  /** Whether work stops at it; else it is advice. */
  readonly stands: boolean;
}

/** What a check says: what it saw in a few words, and what is wrong with it. */
export interface Verdict {
  readonly saw: string;
  readonly findings: readonly DoctorFinding[];
}

/** One thing that is looked at. Pure: it decides from what was read. */
export interface Check {
  readonly name: string;
  /** Undefined where it could not be looked at. */
  readonly judge: (found: Examined) => Verdict | undefined;
}

type Found = Omit<DoctorFinding, 'stands'>;

/** A finding that work stops at. */
export function stands(found: Found): DoctorFinding {
  return { ...found, stands: true };
}

/** A finding that can wait. */
export function advice(found: Found): DoctorFinding {
  return { ...found, stands: false };
}

/** A few names, and how many more there are. */
export function few(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
