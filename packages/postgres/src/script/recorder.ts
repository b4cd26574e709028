import type { RetryInfo } from '../connection/retry.ts';
import type { Unit } from './script-plan.ts';
import type { Statement } from './text/statements.ts';

/**
 * What a run of a script tells as it goes, and asks to be written down with it. Everything may be left out: a replay
 * remembers nothing, a deploy its history.
 */
export interface Recorder {
  /** A transaction, or a statement outside of one, begins; once for each attempt. What was told since the last is undone. */
  attempt?(): void;
  /** The locks were not to be had, or the transaction has to be run again; it waits and tries once more. */
  retry?(info: RetryInfo): void;
  /** A statement is about to run. With several sent at once: the one before it has ended. */
  started?(statement: Statement): void;
  /** It has run. `ms` are milliseconds, `rows` those that it returned or changed. */
  ended?(statement: Statement, result: { readonly ms: number; readonly rows: number }): void;
  /** Before a statement, which then is sent alone: may ask the session. */
  beforeStatement?(statement: Statement): Promise<void>;
  /** After a statement that was sent alone, in its transaction if it has one: may ask the session. */
  afterStatement?(statement: Statement): Promise<void>;
  /**
   * In the transaction, before its statements: throws to have none of them run. With it they are not sent together
   * with BEGIN.
   */
  afterBegin?(statements: readonly Statement[]): Promise<void>;
  /** Whether {@link instead} is to be asked of a statement: such are not sent together with others. */
  mayReplace?(statement: Statement): boolean;
  /**
   * In a transaction, in the place of a statement: runs what is to run instead. Throws to have the transaction rolled
   * back.
   * @returns false when it has run nothing, and the statement is to run as it is written
   */
  instead?(statement: Statement): Promise<boolean>;
  /** In the transaction, when all statements have run: throws to have all of it rolled back. */
  beforeCommit?(): Promise<void>;
  /** What was told of is committed. */
  committed?(): void;

  /** SQL to be committed with a script that is one transaction. */
  commitSql?(): string | undefined;

  /**
   * The script runs unit by unit from here on: a failure leaves those done that were committed.
   * @returns how many an earlier run has done
   */
  begin?(units: readonly Unit[], reason: string): Promise<number>;
  /** Whether the unit at which an earlier run stopped had taken effect. */
  settled?(unit: Unit): Promise<boolean>;
  /** A unit outside of a transaction is about to be run. */
  intend?(unit: Unit): Promise<void>;
  /** A statement outside of a transaction is about to be tried. */
  beforeOutside?(statement: Statement): Promise<void>;
  /** A unit is done: in its transaction, or after it where it has none. */
  unitDone?(unit: Unit, where: 'in its transaction' | 'outside'): Promise<void>;
  /** A unit is not done. `refused` when the server said so, and not the connection. */
  unitFailed?(unit: Unit, error: unknown): Promise<void>;
  /** Nothing was left to be done. */
  nothingLeft?(): Promise<void>;
}
