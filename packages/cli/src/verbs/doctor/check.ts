import type { Fault } from '@agora/core';

import type { Examined } from './examined.ts';

/** Something that a check found. */
export interface DoctorFinding extends Fault {
  /** Whether work stops at it; else it is advice. */
  readonly blocks: boolean;
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

type Found = Omit<DoctorFinding, 'blocks'>;

/** A finding that work stops at. */
export function blocking(found: Found): DoctorFinding {
  return { ...found, blocks: true };
}

/** A finding that can wait. */
export function advice(found: Found): DoctorFinding {
  return { ...found, blocks: false };
}
