import type { RollbackDecision, WatchSettings } from '@agora/core';

/** Why a deploy might be taken back. */
export type Cause = 'step' | 'check' | 'health' | 'slower' | 'errors';

/** What the application says of the schema that it wants. */
export type Application =
  /** The version of before the deploy serves, and works with what is there then. */
  | { readonly wants: 'before' }
  /** It was built with a migration that the way back would take away. */
  | { readonly wants: 'after'; readonly migration: string }
  | { readonly wants: 'unknown'; readonly why: string };

/** What was found out before a deploy is taken back. */
export interface Ground {
  readonly cause: Cause;
  readonly settings: WatchSettings;
  readonly application: Application;
  /** What the way back would take away, a line each. */
  readonly losses: readonly string[];
  /** What stands in its way, a line each. */
  readonly obstacles: readonly string[];
}

/** `back`: at once; `ask`: when somebody says so; `stay`: never. */
export interface Decision {
  readonly action: 'back' | 'ask' | 'stay';
  readonly reason: string;
}

/** The setting for a cause. */
function decisionFor(cause: Cause, { rollback = 'ask' }: WatchSettings): RollbackDecision {
  return typeof rollback === 'string' ? rollback : (rollback[cause] ?? 'ask');
}

/** Whether a deploy is taken back by itself: only when that takes nothing away, and the application can do without it. Pure. */
export function decideRollback({ cause, settings, application, losses, obstacles }: Ground): Decision {
  const wanted = decisionFor(cause, settings);
  if (wanted === 'never')
    return { action: 'stay', reason: `watch.rollback is "never" for this cause (${cause})` };
  const against = [
    ...losses,
    ...obstacles,
    ...(application.wants === 'after'
      ? [`the application that runs was built with ${application.migration}`]
      : []),
    ...(application.wants === 'unknown'
      ? [`whether the application works with the schema of before is not known: ${application.why}`]
      : []),
  ];
  if (against.length > 0) return { action: 'ask', reason: against.join('; ') };
  if (wanted === 'ask') return { action: 'ask', reason: `watch.rollback is "ask" for this cause (${cause})` };
  return {
    action: 'back',
    reason: 'nothing is lost by it, and the application works with the schema of before',
  };
}
