import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type AgoraError, isAgoraError } from '@agora/core';
import { renderError, withConnection } from '@agora/postgres';
import { type Corpus, makeCorpus } from '../words/corpus.ts';
import { decide } from '../simulation/decide.ts';
import { Decisions } from '../write/decisions.ts';
import type { LoadCommunity } from '../plan/scale.ts';
import { loadTables } from '../tables/index.ts';
import { contextOf, type LoadRecipe, writeCommunity } from '../write/write-community.ts';
import { writeTables } from '../write/write-tables.ts';

/** What a worker starts with. */
export interface WorkerData {
  readonly url: string;
}

/** A part of a load: one community in all tables, or some tables with the rows of all communities. */
export type LoadJob =
  | { kind: 'community'; community: LoadCommunity }
  | {
      kind: 'tables';
      tables: readonly string[];
      /** Whether one of them holds what follows from the ledger. */
      withOutcome: boolean;
      communities: readonly LoadCommunity[];
    };

/** To a worker: the next job; leave to write; that there are no more. */
export type WorkerTask =
  /** With tables to fill comes a port from which decided communities arrive. */
  | { kind: 'job'; job: LoadJob; recipe: LoadRecipe; decisions: MessagePort | null }
  | { kind: 'write' }
  | { kind: 'end' };

/** From a worker. */
export type WorkerReport =
  | { kind: 'ready' }
  | { kind: 'made' }
  /** The rows of one community in one table have been sent. */
  | { kind: 'rows'; table: string; rows: number; users: number }
  /** What the thread threw: in parts if the load is to throw the same, or else as text. */
  | { kind: 'failed'; error: ReturnType<AgoraError['toJSON']> | string };

/**
 * A crash of the server loses whole communities at most, which are made again; never half of one. Foreign keys that
 * are in place are checked row by row with prepared queries, and how they are planned at first has to serve until the
 * end: not for the values at hand, of a community that statistics do not know, since then any index that begins with
 * the community seems good enough and all of it is read for each row; and not by reading tables that are small as yet.
 */
const SESSION = `
  SET synchronous_commit = off;
  SET plan_cache_mode = force_generic_plan;
  SET enable_seqscan = off;
  SET jit = off`;

type Ask = (message: WorkerReport) => Promise<WorkerTask>;

// The thread's body: one job after the other, until the main thread has no more.
async function work(port: NonNullable<typeof parentPort>, data: WorkerData): Promise<void> {
  const ask: Ask = (message) =>
    new Promise((resolve) => {
      port.once('message', resolve);
      port.postMessage(message);
    });
  let corpus: Corpus | undefined;
  for (let task = await ask({ kind: 'ready' }); task.kind === 'job'; task = await ask({ kind: 'ready' })) {
    const { job, recipe } = task;
    corpus ??= makeCorpus(recipe.names);
    const onRows = (table: string, rows: number, { users }: LoadCommunity): void =>
      port.postMessage({ kind: 'rows', table, rows, users } satisfies WorkerReport);
    if (job.kind === 'community') await inPlace(data.url, job.community, recipe, corpus, ask, onRows);
    else {
      const tables = loadTables.filter(({ factory }) => job.tables.includes(factory.table));
      const decisions = new Decisions(task.decisions!);
      const mayWrite = (): Promise<WorkerTask> => ask({ kind: 'made' });
      try {
        await writeTables(data.url, tables, job.communities, recipe, corpus, decisions, mayWrite, onRows);
      } finally {
        // Open, it would keep a thread that has failed from ending.
        decisions.close();
      }
    }
  }
}

async function inPlace(
  url: string,
  community: LoadCommunity,
  recipe: LoadRecipe,
  corpus: Corpus,
  ask: Ask,
  onRows: (table: string, rows: number, community: LoadCommunity) => void,
): Promise<void> {
  const ctx = contextOf(recipe, corpus, community, decide(recipe, community, true));
  await ask({ kind: 'made' });
  await withConnection({ url, applicationName: 'agora-load' }, async (client) => {
    await client.query(SESSION);
    await writeCommunity(client, recipe, community, ctx, (table, rows) => onRows(table, rows, community));
  });
}

if (parentPort !== null) {
  const port = parentPort;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the main thread gives exactly this
  work(port, workerData as WorkerData)
    .catch((error: unknown) => {
      const told =
        isAgoraError(error) && error.code.startsWith('seed.') ? error.toJSON() : renderError(error);
      port.postMessage({ kind: 'failed', error: told } satisfies WorkerReport);
    })
    .finally(() => port.close());
}
