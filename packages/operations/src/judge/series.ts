/** What was seen of one thing in one stretch of time, usually a second. */
export interface Window {
  readonly calls: number;
  readonly errors: number;
  /** Mean of the calls that were answered, in milliseconds; absent where none was. */
  readonly meanMs?: number | undefined;
  /** The quickest of them: the one that nothing else on the machine has held up. Absent where calls are not timed one by one. */
  readonly quickMs?: number | undefined;
}

/** One thing that was looked at before and after a deploy: a query, a request, a statement, all requests of an application. */
export interface Series {
  readonly name: string;
  /** Whether the deploy cannot have changed it: what happens to it happens to the machine. */
  readonly control: boolean;
  /** One for each stretch of time; the n-th of every series is of the same stretch. */
  readonly before: readonly Window[];
  readonly after: readonly Window[];
}

/** What a series says. */
export interface Finding {
  readonly name: string;
  /** The time of the quickest calls, of the mean call, or how many fail. */
  readonly measure: 'quick' | 'mean' | 'errors';
  readonly verdict: 'fine' | 'worse' | 'uncertain';
  /** Of a time how much slower it became (0.25: by a quarter), of `errors` how much more of it fails (0.06: six of a hundred). */
  readonly effect: number;
  /** Between these it lies, by 95 of 100. */
  readonly low: number;
  readonly high: number;
  /** How sure the verdict is, from 0 to 1; of `uncertain`, how likely it is worse than the threshold. */
  readonly certainty: number;
  readonly reason: string;
}

/** Where `worse` begins. */
export interface Thresholds {
  /** 0.2: slower by a fifth. */
  readonly slower: number;
  /** 0.05: five of a hundred fail that did not before. */
  readonly errors: number;
}

/** The chance that noise alone is called worse, over all series and looks of a deploy. */
export const FALSE_ALARM = 0.0005;

/** Fewer stretches of time before or after are too few to judge. */
export const LEAST_WINDOWS = 8;
