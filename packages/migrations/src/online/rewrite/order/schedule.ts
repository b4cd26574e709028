import { conflict, type Effects } from './effects.ts';
import { type Exchange, isExchanged } from './exchanges.ts';
import type { Kind } from '../step.ts';

/** What an order of files is found from. */
export interface Placed {
  readonly kind: Kind;
  readonly effects: Effects;
  /** What it takes away, and what it gives. */
  readonly exchange: Exchange;
  /** The hazard that it comes from: each of its steps needs those before it. */
  readonly chain?: object;
  /** It needs what stands before it to be committed, such as a new value of an enum that it uses. */
  readonly fresh?: boolean;
}

const KINDS: readonly Kind[] = ['change', 'backfill', 'build', 'validate'];

/** Two steps by their places, of which one takes away what the other gives. */
export interface Pair {
  readonly taker: number;
  readonly giver: number;
}

/**
 * A stage for each step, as early as those before it allow: changes, backfills, builds and validations take turns, and two
 * steps whose order matters keep it. What takes something away waits, where it can, for what gives it again: both share a
 * transaction, or the new one stands before the old one goes.
 */
export function stagesOf(steps: readonly Placed[]): readonly number[] {
  const needed = steps.map((step, index) =>
    steps.slice(0, index).flatMap((other, before) => (needs(step, other) ? [before] : [])),
  );
  const kept: Pair[] = [];
  let stages = settled(steps, needed, kept) ?? [];
  for (const pair of pairsOf(steps)) {
    const tried = settled(steps, needed, [...kept, pair]);
    if (tried === undefined) continue;
    kept.push(pair);
    stages = tried;
  }
  return stages;
}

/** Those of different hazards. */
export function pairsOf(steps: readonly Placed[]): readonly Pair[] {
  return steps.flatMap((step, taker) =>
    step.exchange.takes.length === 0
      ? []
      : steps.flatMap((other, giver) =>
          (step.chain === undefined || step.chain !== other.chain) &&
          taker !== giver &&
          isExchanged(step.exchange, other.exchange)
            ? [{ taker, giver }]
            : [],
        ),
  );
}

/** The steps that must stand between two: those that need the one, by others perhaps, and that the other needs. */
export function stepsBetween<T extends Placed>(steps: readonly T[], from: T, to: T): readonly T[] {
  const [first, last] = [steps.indexOf(from), steps.indexOf(to)];
  const after = new Set([from]);
  for (const step of steps.slice(first + 1)) if ([...after].some((one) => needs(step, one))) after.add(step);
  const before = new Set([to]);
  for (const step of steps.slice(0, last).toReversed())
    if ([...before].some((one) => needs(one, step))) before.add(step);
  return steps.slice(first + 1, last).filter((step) => after.has(step) && before.has(step));
}

/** Whether a step may not come before one that stands before it. */
export function needs(step: Placed, other: Placed): boolean {
  return (step.chain !== undefined && step.chain === other.chain) || conflict(other.effects, step.effects);
}

/** @returns undefined where a step would have to come after itself */
function settled(
  steps: readonly Placed[],
  needed: readonly (readonly number[])[],
  pairs: readonly Pair[],
): readonly number[] | undefined {
  const stages = steps.map(({ kind }) => KINDS.indexOf(kind));
  const most = KINDS.length * (steps.length + 1);
  for (let moves = true; moves;) {
    moves = false;
    for (const [index, step] of steps.entries()) {
      const least = [
        ...(needed[index] ?? []).map((before) => after(stages[before] ?? 0, step)),
        ...pairs.filter(({ taker }) => taker === index).map((pair) => behind(pair, steps, stages)),
      ];
      const stage = Math.max(stages[index] ?? 0, ...least);
      if (stage > most) return undefined;
      if (stage > (stages[index] ?? 0)) moves = true;
      stages[index] = stage;
    }
  }
  return stages;
}

/** The first stage of a step's kind in which it may come after one of another stage. */
function after(stage: number, { kind, fresh }: Pick<Placed, 'kind' | 'fresh'>): number {
  const place = KINDS.indexOf(kind);
  const own = Math.floor(stage / KINDS.length) * KINDS.length + place;
  if (own > stage || (own === stage && fresh !== true)) return own;
  return own + KINDS.length;
}

/** Changes of one stage share a transaction; of two builds each has its own, and they keep their order. */
function behind({ taker, giver }: Pair, steps: readonly Placed[], stages: readonly number[]): number {
  const kind = steps[taker]?.kind ?? 'change';
  return after(stages[giver] ?? 0, { kind, fresh: kind !== 'change' && taker < giver });
}
