import type { Client, ConnectionOptions } from '@agora/postgres';
import { missingStructure, rebuildStructure, type SeedEnvironment } from '@agora/seeding';
import { loadTableNames } from '../factories/index.ts';
import { beginLoad, finishLoad } from './begin-load.ts';
import { copyRows, makeRecipe } from './copy-rows.ts';
import type { LoadMeter } from './load-progress.ts';
import type { LoadPlan } from './plan-load.ts';
import { type LoadStep, type LoadStepResult, stepResult } from './plan/load-step.ts';
import { analyzeTables } from './write/planner-statistics.ts';

interface StepsRun {
  readonly connection: ConnectionOptions;
  readonly environment: SeedEnvironment;
  readonly meter: LoadMeter;
  /** When the load began, by `performance.now()`. */
  readonly startedMs: number;
  /** Told of every step: when it has ended or, after a failure, that it was not reached. */
  readonly onStep: ((result: LoadStepResult) => void) | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs the steps of a plan, in order.
 * @returns one result for each
 * @throws what the first step that failed throws
 */
export async function runSteps(
  client: Client,
  plan: LoadPlan,
  run: StepsRun,
): Promise<readonly LoadStepResult[]> {
  const results = new Map<LoadStep, LoadStepResult>();
  const note = (step: LoadStep, ...what: [LoadStepResult['outcome'], number?]): void => {
    const result = stepResult(step, ...what);
    results.set(step, result);
    run.onStep?.(result);
  };
  const timed = async (step: LoadStep, work: () => Promise<void>): Promise<void> => {
    const began = performance.now();
    try {
      await work();
    } catch (error) {
      // What waited for the step that failed has not failed itself.
      if ([...results.values()].every(({ outcome }) => outcome === 'done')) {
        const outcome = run.signal?.aborted === true ? 'interrupted' : 'failed';
        note(step, outcome, performance.now() - began);
      }
      throw error;
    }
    note(step, 'done', performance.now() - began);
  };
  try {
    await inOrder(client, plan, run, timed);
  } finally {
    for (const step of plan.steps) if (!results.has(step)) note(step, 'not reached');
  }
  return plan.steps.flatMap((step) => results.get(step) ?? []);
}

async function inOrder(
  client: Client,
  plan: LoadPlan,
  { connection, meter, signal, ...run }: StepsRun,
  timed: (step: LoadStep, work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  // What the main connection does before rows may be written; threads start meanwhile.
  let ready: Promise<void> = Promise.resolve();
  let recipe: ReturnType<typeof makeRecipe> | undefined;
  for (const step of plan.steps) {
    switch (step.kind) {
      case 'begin':
        ready = timed(step, () => beginLoad(client, plan));
        break;
      case 'analyze':
        await ready;
        ready = timed(step, () => analyzeTables(client));
        break;
      case 'copy': {
        const mayWrite = ready;
        recipe ??= makeRecipe(plan);
        const copy = { url: connection.url, plan, recipe, mayWrite, meter, signal };
        await timed(step, () => copyRows(step.jobs, copy));
        break;
      }
      case 'rebuild':
        await ready;
        await timed(step, async () => {
          meter.beginRebuild(await missingStructure(client));
          await rebuildStructure({
            connection,
            tables: loadTableNames,
            connections: 2,
            signal,
            onPart: (part, left) => meter.built(part, left),
          });
          const { environment, startedMs } = run;
          const durationMs = performance.now() - startedMs;
          await finishLoad(client, plan.identity, { environment, durationMs });
        });
        break;
    }
  }
}
