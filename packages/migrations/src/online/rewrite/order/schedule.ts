import { conflict, type Effects } from './effects.ts';
import type { Kind } from '../step.ts';

/** What an order of files is found from. */
export interface Placed {
  readonly kind: Kind;
  readonly effects: Effects;
  /** The hazard that it comes from: each of its steps needs those before it. */
  readonly chain?: object;
  /** It needs what stands before it to be committed, such as a new value of an enum that it uses. */
  readonly fresh?: boolean;
}

const KINDS: readonly Kind[] = ['change', 'backfill', 'build', 'validate'];

/**
 * A stage for each step, as early as the steps before it allow: changes, backfills, builds and validations take turns, and
 * two steps whose order matters keep it.
 */
export function stagesOf(steps: readonly Placed[]): readonly number[] {
  const stages: number[] = [];
  for (const [index, step] of steps.entries()) {
    let stage = KINDS.indexOf(step.kind);
    for (let before = 0; before < index; before += 1) {
      const other = steps[before];
      if (other === undefined) continue;
      const least = after(stages[before] ?? 0, step);
      if (least > stage && needs(step, other)) stage = least;
    }
    stages.push(stage);
  }
  return stages;
}

/** Whether a step may not come before one that stands before it. */
export function needs(step: Placed, other: Placed): boolean {
  return (step.chain !== undefined && step.chain === other.chain) || conflict(other.effects, step.effects);
}

/** The first stage of a step's kind in which it may come after one of another stage. */
function after(stage: number, { kind, fresh }: Placed): number {
  const place = KINDS.indexOf(kind);
  const own = Math.floor(stage / KINDS.length) * KINDS.length + place;
  if (own > stage || (own === stage && fresh !== true)) return own;
  return own + KINDS.length;
}
