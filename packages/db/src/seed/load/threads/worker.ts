// The body of a thread that makes and writes rows.
import { parentPort, workerData } from 'node:worker_threads';
import { isAgoraError } from '@agora/core';
import { renderError } from '@agora/postgres';
import type { LoadCommunity } from '../../simulation/scale.ts';
import { decide } from '../../simulation/decide.ts';
import { loadTables } from '../../factories/index.ts';
import { type Corpus, makeCorpus } from '../../words/corpus.ts';
import { Decisions } from '../write/decisions.ts';
import { writeCommunity } from '../write/write-community.ts';
import { writeTables } from '../write/write-tables.ts';
import type { WorkerData, WorkerReport, WorkerTask } from './messages.ts';

type Exchange = (message: WorkerReport) => Promise<WorkerTask>;

// One job after the other, until the main thread has no more.
async function work(port: NonNullable<typeof parentPort>, { url }: WorkerData): Promise<void> {
  const exchange: Exchange = (message) =>
    new Promise((resolve) => {
      port.once('message', resolve);
      port.postMessage(message);
    });
  const beforeWriting = (): Promise<WorkerTask> => exchange({ kind: 'made' });
  const onRows = (table: string, rows: number, { users }: LoadCommunity): void =>
    port.postMessage({ kind: 'rows', table, rows, users } satisfies WorkerReport);
  let corpus: Corpus | undefined;
  for (
    let task = await exchange({ kind: 'ready' });
    task.kind === 'job';
    task = await exchange({ kind: 'ready' })
  ) {
    const { job, recipe } = task;
    corpus ??= makeCorpus(recipe.names);
    const common = { url, recipe, corpus, beforeWriting, onRows };
    if (job.kind === 'community') {
      const { community } = job;
      await writeCommunity({ ...common, community, decided: decide(recipe, community, true) });
    } else {
      const tables = loadTables.filter(({ table }) => job.tables.includes(table));
      const decisions = new Decisions(task.decisions!);
      try {
        await writeTables({ ...common, tables, communities: job.communities, decisions });
      } finally {
        // Open, it would keep a thread that has failed from ending.
        decisions.close();
      }
    }
  }
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
