import type { Fault } from '@agora/core';

/** Rows that make a way back fail as they are. */
export interface Obstacle extends Fault {
  readonly migration: string;
  /** 1-based line of down.sql. */
  readonly line: number;
  /** How many rows; absent where it took too long to count them, or nobody can tell. */
  readonly rows?: number;
  /** Whether they are still there when their statement runs: nothing before it changes the rows of that table. */
  readonly isCertain: boolean;
}
