import type { Statement } from '@agora/postgres';

import type { Changes } from './changes.ts';
import { compareModes, type LockMode, type Waiting, whoWaits } from '../lint/locks/lock-mode.ts';
import type { SampledLock } from './lock-sampler.ts';
import type { HeldLock, Relation } from './session-state.ts';
import type { TracedLock, TracedStatement } from './trace.ts';

/** A statement that has run, with what was seen of it. */
export interface SeenStatement {
  readonly statement: Statement;
  /** Where it begins in its line, from 1. */
  readonly column: number;
  readonly ms: number;
  /** Undefined outside of one. */
  readonly transaction: number | undefined;
  /** Locks that it took and that its transaction keeps. */
  readonly taken: readonly HeldLock[];
  /** Locks that were seen at it from outside. */
  readonly sampled: readonly (SampledLock & { readonly gone: boolean })[];
  /** Locks that nobody saw, and that must have been there. */
  readonly implied: readonly HeldLock[];
  readonly changes: Changes;
}

/** The relations of the database. */
export interface Known {
  /** All that were met, gone ones included. */
  readonly relations: ReadonlyMap<number, Relation>;
  /** Those that were there before the migration. */
  readonly there: ReadonlySet<number>;
}

/** What was seen of a script, told statement by statement. Pure. */
export function tracedStatements(seen: readonly SeenStatement[], known: Known): readonly TracedStatement[] {
  const held = heldTimes(seen);
  const numbers = new Map<number, number>();
  let standing = new Map<string, TracedLock>();
  let current: number | undefined;
  return seen.map(({ statement, column, ms, transaction, taken, sampled, implied, changes }, index) => {
    if (transaction === undefined || transaction !== current) standing = new Map();
    current = transaction;
    if (transaction !== undefined && !numbers.has(transaction)) numbers.set(transaction, numbers.size + 1);
    const number = transaction === undefined ? undefined : numbers.get(transaction);
    const locks = [
      ...taken.flatMap((lock) => describe(lock, { ms: held[index] ?? ms, seen: 'held' }, known)),
      ...sampled.flatMap((lock) =>
        describe(lock, { ms: Math.min(lock.ms, ms), seen: 'sampled', gone: lock.gone }, known),
      ),
      ...implied.flatMap((lock) => describe(lock, { ms, seen: 'implied' }, known)),
    ].toSorted(byWeight);
    for (const lock of locks) {
      const stronger = standing.get(lock.relation);
      if (lock.there && (stronger === undefined || compareModes(stronger.mode, lock.mode) < 0))
        standing.set(lock.relation, lock);
    }
    return {
      line: statement.line,
      column,
      text: statement.text,
      ms,
      ...(number === undefined ? {} : { transaction: number }),
      locks,
      under: [...standing.values()].toSorted(byWeight),
      ...changes,
    };
  });
}

/** Milliseconds from the beginning of each statement to the end of its transaction, without what a trace does between. */
function heldTimes(seen: readonly SeenStatement[]): readonly number[] {
  const times: number[] = [];
  for (const [index, { ms, transaction }] of [...seen.entries()].toReversed()) {
    const next = seen[index + 1];
    const goesOn = transaction !== undefined && next?.transaction === transaction;
    times[index] = ms + (goesOn ? (times[index + 1] ?? 0) : 0);
  }
  return times;
}

interface Sight {
  readonly ms: number;
  readonly seen: TracedLock['seen'];
  /** It was not there any more afterwards. */
  readonly gone?: boolean;
}

/** Nobody but a REFRESH writes to a materialized view; an index that is dropped CONCURRENTLY is out of use by then. */
function waitsFor({ kind }: Relation, mode: LockMode, gone: boolean): Waiting {
  const unused = kind === 'index' && gone;
  return unused || (kind === 'materialized view' && mode !== 'ACCESS EXCLUSIVE') ? 'nothing' : whoWaits(mode);
}

function describe(
  { oid, mode }: HeldLock,
  { ms, seen, gone = false }: Sight,
  { relations, there }: Known,
): TracedLock[] {
  const relation = relations.get(oid);
  // Of a table's hidden parts, such as the TOAST table, nobody takes a lock by itself.
  if (relation === undefined) return [];
  const table = relation.tableOid === undefined ? undefined : relations.get(relation.tableOid)?.name;
  return [
    {
      relation: relation.name,
      kind: relation.kind,
      ...(table === undefined ? {} : { table }),
      mode,
      waits: waitsFor(relation, mode, gone),
      there: there.has(oid),
      heldMs: ms,
      seen,
    },
  ];
}

function byWeight(a: TracedLock, b: TracedLock): number {
  return compareModes(b.mode, a.mode) || a.relation.localeCompare(b.relation);
}
