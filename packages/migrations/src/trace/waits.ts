import type { MigrationTrace, TracedStatement } from './trace.ts';
import { compareModes, type LockMode, type Waiting } from '../lint/locks/lock-mode.ts';

/** Queries of others that a migration makes wait. */
export interface Wait {
  /** `schema.name`. */
  readonly table: string;
  readonly waits: Exclude<Waiting, 'nothing'>;
  readonly mode: LockMode;
  /** Milliseconds, on the rows that the trace had. */
  readonly ms: number;
  /** Line of the statement that takes the lock. */
  readonly line: number;
  /** Work that is done meanwhile and grows with the rows; empty where the wait is as short on any table. */
  readonly work: readonly string[];
}

/** Who waits, for how long and for what, the worst first. Pure. */
export function waitsOf({ statements }: Pick<MigrationTrace, 'statements'>): readonly Wait[] {
  const worst = new Map<string, Wait>();
  for (const [index, statement] of statements.entries()) {
    const meanwhile = statements
      .slice(index)
      .filter((later, place) => place === 0 || sameTransaction(statement, later));
    for (const lock of statement.locks) {
      if (!lock.there || lock.waits === 'nothing' || lock.kind === 'sequence') continue;
      const wait: Wait = {
        table: lock.table ?? lock.relation,
        waits: lock.waits,
        mode: lock.mode,
        ms: lock.heldMs,
        line: statement.line,
        work: workOf(meanwhile),
      };
      const key = `${wait.waits} ${wait.table}`;
      const known = worst.get(key);
      if (known === undefined || compareWaits(wait, known) < 0) worst.set(key, wait);
    }
  }
  const found = [...worst.values()];
  // Where reads wait as well, and as long, writes need no line of their own.
  return found
    .filter(
      (wait) =>
        wait.waits === 'reads and writes' ||
        !found.some(
          (other) => other.waits !== wait.waits && other.table === wait.table && covers(other, wait),
        ),
    )
    .toSorted(compareWaits);
}

/** Whether a wait is longer the larger the tables are. */
export function grows({ work }: Wait): boolean {
  return work.length > 0;
}

/** Below 0 where `a` is the worse. */
function compareWaits(a: Wait, b: Wait): number {
  return (
    Number(grows(b)) - Number(grows(a)) ||
    compareModes(b.mode, a.mode) ||
    b.ms - a.ms ||
    a.table.localeCompare(b.table)
  );
}

const covers = (reads: Wait, writes: Wait): boolean => reads.ms >= writes.ms && grows(reads) >= grows(writes);

function sameTransaction(a: TracedStatement, b: TracedStatement): boolean {
  return a.transaction !== undefined && a.transaction === b.transaction;
}

/** A lock that is held to the end of a transaction is held during all the work of the others in it, on any table. */
function workOf(statements: readonly TracedStatement[]): readonly string[] {
  const rewritten = new Set(statements.flatMap((one) => one.rewritten));
  const built = statements.flatMap((one) => one.built).filter(({ table }) => !rewritten.has(table));
  const scanned = statements
    .flatMap((one) => one.scans)
    .filter(({ table }) => !rewritten.has(table) && !built.some((one) => one.table === table));
  return [
    ...[...rewritten].map((table) => `rewrites ${table}`),
    ...built.map(({ index, table }) => `builds ${index} on ${table}`),
    ...new Set(scanned.map(({ table }) => `reads all of ${table}`)),
  ];
}
