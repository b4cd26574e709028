import { parentPort, workerData } from 'node:worker_threads';
import { renderError, withConnection } from '@agora/postgres';
import { makeCorpus } from './corpus.ts';
import type { Names } from './names.ts';
import type { LoadCommunity } from './scale.ts';
import { type LoadRecipe, makeCommunity, writeCommunity } from './write-community.ts';

/** What a worker starts with. */
export interface WorkerData {
  readonly url: string;
  readonly names: Names;
}

/** To a worker: the next community to make; leave to write it; that there are no more. */
export type WorkerTask =
  | { kind: 'make'; community: LoadCommunity; recipe: LoadRecipe }
  | { kind: 'write' }
  | { kind: 'end' };

/** From a worker. */
export type WorkerReport =
  | { kind: 'ready' }
  | { kind: 'made' }
  | { kind: 'table'; table: string; rows: number }
  | { kind: 'community'; ordinal: number; rows: Record<string, number>; memoryBytes: number }
  | { kind: 'failed'; message: string };

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

// The thread's body: one connection, one community after the other, until the main thread has no more.
async function work(port: NonNullable<typeof parentPort>, data: WorkerData): Promise<void> {
  const report = (message: WorkerReport): void => port.postMessage(message);
  const ask = (message: WorkerReport): Promise<WorkerTask> =>
    new Promise((resolve) => {
      port.once('message', resolve);
      report(message);
    });
  const corpus = makeCorpus(data.names);
  await withConnection({ url: data.url, applicationName: 'agora-load' }, async (client) => {
    await client.query(SESSION);
    for (let task = await ask({ kind: 'ready' }); task.kind === 'make'; task = await ask({ kind: 'ready' })) {
      const community = makeCommunity(task.recipe, corpus, task.community);
      await ask({ kind: 'made' });
      const rows = await writeCommunity(client, community, (table, count) =>
        report({ kind: 'table', table, rows: count }),
      );
      const { ordinal } = task.community;
      report({ kind: 'community', ordinal, rows, memoryBytes: process.memoryUsage.rss() });
    }
  });
}

if (parentPort !== null) {
  const port = parentPort;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the main thread gives exactly this
  work(port, workerData as WorkerData)
    .catch((error: unknown) => {
      port.postMessage({ kind: 'failed', message: renderError(error) } satisfies WorkerReport);
    })
    .finally(() => port.close());
}
