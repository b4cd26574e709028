/** Rows that a statement refuses. */
export interface Refused {
  /** How many; undefined where counting took too long, or nothing but the statement can tell. */
  readonly rows: number | undefined;
  /** Whether they may be more. */
  readonly isLeast?: true;
  /** Whether nothing but the statement can tell how many. */
  readonly isUntold?: true;
  /** Whether a trigger may see to them, or they may go on until the end of the transaction. */
  readonly isUnsure?: true;
  /** What they do: words that follow `rows`. */
  readonly what: string;
}
