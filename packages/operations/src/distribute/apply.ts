import { AgoraError, type Fault } from '@agora/core';
import { describeSqlError, withConnection } from '@agora/postgres';

import { act, compareRemembered, type Done } from './act.ts';
import { dropJournal, forgetKey, JOURNAL_SQL, readJournal } from './journal.ts';
import { whileAlone } from './server/lock.ts';
import type { DistributePlan } from './plan.ts';
import { type DistributeInput, type ReadPlan, readPlan } from './read-plan.ts';
import type { ServerFacts } from './server/read-server.ts';
import type { DistributeStep } from './steps.ts';

/** How a step ended. */
export interface StepResult {
  readonly step: DistributeStep;
  readonly outcome: 'done' | 'failed' | 'not reached';
  /** What was seen, for people. */
  readonly saw: string;
  readonly fault?: Fault;
  readonly durationMs: number;
}

export interface ApplyReport {
  readonly plan: DistributePlan;
  readonly outcome: 'planned' | 'distributed' | 'failed' | 'interrupted';
  readonly steps: readonly StepResult[];
}

export interface ApplyOptions {
  /** Only plan. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  /** Called when the plan is made and nothing is done. */
  readonly onPlan?: (plan: DistributePlan) => Promise<void> | void;
  readonly onStep?: (result: StepResult) => void;
}

/**
 * Spreads a database over the nodes of its cluster. Where it was killed, or failed, the same call goes on: what is done is
 * read from the catalog, and foreign keys that are off from `agora.distribution`.
 *
 * @throws AgoraError `operations.no_citus`, `operations.no_nodes`, `operations.distribute_refused`,
 * `operations.distribute_running`, and what planning throws
 */
export function applyDistribution(
  { url, ...options }: DistributeInput,
  run: ApplyOptions = {},
): Promise<ApplyReport> {
  return withConnection({ url, applicationName: 'agora distribute' }, async (client) => {
    const first = await readPlan(client, options);
    assertReady(first);
    if (run.dryRun === true) return reportOf(first.plan, 'planned', []);
    await run.onPlan?.(first.plan);
    return whileAlone(client, async () => {
      await client.query(JOURNAL_SQL);
      // Another may have held the lock, and changed what was read.
      const read = await readPlan(client, options);
      assertReady(read);
      const { plan, tables } = read;
      for (const key of read.settled) await forgetKey(client, key);
      const results: StepResult[] = [];
      const { before } = await readJournal(client);
      const moving = new Set(plan.steps.map(({ subject }) => subject));
      const unfinished = [...before].filter(([label]) => tables.has(label) && !moving.has(label));
      for (const [subject, fingerprint] of unfinished)
        await compareRemembered(client, tables.get(subject)!, { subject, before: fingerprint });
      for (const step of plan.steps) {
        if (run.signal?.aborted === true) return reportOf(plan, 'interrupted', results);
        const result = await tried(step, () => act(client, step, tables.get(step.subject)));
        results.push(result);
        run.onStep?.(result);
        if (result.outcome === 'failed' && !isTold(result)) return reportOf(plan, 'failed', results);
      }
      await dropJournal(client);
      const outcome = results.some(isTold) ? 'failed' : 'distributed';
      return reportOf(plan, outcome, results);
    });
  });
}

/** Whether a table was moved and holds other rows: where people write meanwhile each does, and the keys must come back. */
function isTold({ step, fault }: StepResult): boolean {
  return step.concurrent === true && fault?.code === 'operations.rows_differ';
}

async function tried(step: DistributeStep, work: () => Promise<Done>): Promise<StepResult> {
  const begun = performance.now();
  try {
    const { saw } = await work();
    return { step, outcome: 'done', saw, durationMs: performance.now() - begun };
  } catch (error) {
    const { code, message, why = '', fix } = describeSqlError(error, step.sql[0]);
    const goesOn = 'The same command goes on from here.';
    const fault = { code, message, why, fix: fix === undefined ? goesOn : `${fix} ${goesOn}` };
    return { step, outcome: 'failed', saw: message, fault, durationMs: performance.now() - begun };
  }
}

function reportOf(
  plan: DistributePlan,
  outcome: ApplyReport['outcome'],
  results: readonly StepResult[],
): ApplyReport {
  const rest = plan.steps
    .slice(results.length)
    .map((step): StepResult => ({ step, outcome: 'not reached', saw: '', durationMs: 0 }));
  return Object.freeze({ plan, outcome, steps: [...results, ...rest] });
}

function assertReady({ plan, server }: ReadPlan): void {
  assertCluster(server);
  if (plan.blockers.length === 0) return;
  throw new AgoraError({
    code: 'operations.distribute_refused',
    message: `${plan.blockers.length} of the schema's rules cannot be kept by shards; nothing was touched.`,
    why: plan.blockers.map(({ message }) => message).join('\n'),
    fix: `Change them by migrations: agora distribute plan --tenant ${plan.tenant} says how.`,
  });
}

/** @throws AgoraError `operations.no_citus`, `operations.no_nodes` */
export function assertCluster({ cluster, database, citusAvailable }: ServerFacts): void {
  if (cluster === undefined) {
    throw new AgoraError({
      code: 'operations.no_citus',
      message: `${database} has no extension citus.`,
      why: citusAvailable
        ? 'Its files are on the server, and the extension is not made in this database.'
        : 'PostgreSQL alone keeps all rows of a database on one machine.',
      fix: citusAvailable
        ? 'CREATE EXTENSION citus; in this database on every node, then SELECT citus_add_node(host, port) for each, on this one.'
        : 'Install Citus on every machine, with shared_preload_libraries = citus, or take it from a provider. agora distribute plan works without.',
    });
  }
  if (cluster.nodes.some(({ shards }) => shards)) return;
  throw new AgoraError({
    code: 'operations.no_nodes',
    message: 'The cluster has no node that takes shards.',
    why: `${cluster.nodes.length} nodes are known to ${database}.`,
    fix: "SELECT citus_set_coordinator_host('10.0.0.4', 5432); then SELECT citus_add_node('10.0.0.5', 5432); for each of the others.",
  });
}
