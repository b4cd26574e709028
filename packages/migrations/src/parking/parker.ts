import type { Client, Statement } from '@agora/postgres';
import type { ParsedStatement } from '@agora/postgres/parser';

import type { Decision } from './decide/park-column.ts';
import type { ParkedNames } from './names.ts';
import type { Direction, NewlyParked, Owner, Parked } from './parked.ts';

/** A script's step, so far as parking goes. */
export interface ParkingStep extends Owner {
  readonly client: Client;
  readonly direction: Direction;
  /** How long what it destroys is kept, in milliseconds; 0: it is not, and what was kept comes back none the less. */
  readonly parkMs: number;
  /** The script of the other way: it tells where that has put the values of a column. */
  readonly inverse: readonly Statement[];
  /** SQL that goes back to the role that the session began with; absent where the script does not leave it. */
  readonly ownRole?: string | undefined;
  /** Told what could not be parked, or brought back, and why: a sentence. */
  readonly notice: (message: string) => void;
}

/** Something that was parked or brought back. */
export interface Moved {
  readonly what: 'parked' | 'back';
  readonly kind: NewlyParked['kind'];
  readonly schema: string;
  readonly name: string;
  readonly column?: string;
}

/** Something parked, and the SQL that brings it back. */
export interface Returning {
  readonly parked: Parked;
  readonly sql: readonly string[];
}

/** What statements park and bring back with. */
export interface Parker {
  readonly step: ParkingStep;
  /** The script, parsed. */
  readonly script: readonly ParsedStatement[];
  /** The other way's script, parsed. */
  readonly inverse: readonly ParsedStatement[];
  /** What the other way has parked, and is not back yet. */
  waiting(): Promise<readonly Parked[]>;
  /** What this step has brought back. */
  back(): Promise<readonly Parked[]>;
  names(): Promise<ParkedNames>;
  /** Does what was decided, and writes down what is parked by it. */
  park(decision: Decision): Promise<void>;
  /** The same of something that the other way has parked, and that this one goes on to bring back. */
  parkAgain(decision: Decision): Promise<void>;
  /** Does what was decided, which brings these back. */
  bring(returning: readonly Returning[]): Promise<void>;
}
