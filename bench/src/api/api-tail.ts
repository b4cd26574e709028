import { once } from 'node:events';
import { withConnection } from '@agora/postgres';
import type { Times } from './load-process.ts';
import { end, type Running, startLoadProcess } from './api-processes.ts';
import type { Load } from './steady-load.ts';

/** How long answers took in one round, in milliseconds, and the requests a second then. */
export interface Round extends Times {
  readonly rate: number;
}

/**
 * Measures how long answers take at half load, on a server of its own with nothing else beside it. Each round reaches
 * for the highest rate first and then loads at half of it: what a machine can do changes from minute to minute.
 * @param page the path that is requested
 * @param serve starts the server
 * @param options.reach the highest rate of an address, found by requesting it for some seconds
 * @param options.rounds how many are judged; two more come first, for the compilers of the server and of the load process
 */
export async function measureTail(
  url: string,
  page: string,
  serve: () => Promise<Running>,
  options: {
    readonly reach: (address: string) => Promise<number>;
    readonly rounds: number;
    readonly seconds: number;
    readonly connections: number;
  },
): Promise<Round[]> {
  const { reach, rounds, seconds, connections } = options;
  // What the load before has left to clean and to write is not this server's.
  await withConnection(url, (client) => client.query('VACUUM (ANALYZE)'));
  await withConnection(url, (client) => client.query('CHECKPOINT'));
  const server = await serve();
  const loader = startLoadProcess();
  try {
    const judged: Round[] = [];
    const address = `${server.address}${page}`;
    for (let round = -2; round < rounds; round += 1) {
      const rate = (await reach(address)) / 2;
      const times = await measureLoad(loader, { url: address, rate, seconds, connections });
      if (round >= 0) judged.push({ ...times, rate });
    }
    return judged;
  } finally {
    await end(loader);
    await end(server);
  }
}

async function measureLoad({ process: loader }: Running, load: Load): Promise<Times> {
  loader.send(load);
  const gone = new AbortController();
  try {
    const [times]: Times[] = await Promise.race([
      once(loader, 'message', { signal: gone.signal }),
      once(loader, 'exit', { signal: gone.signal }).then(() =>
        Promise.reject(new Error('the load process has ended')),
      ),
    ]);
    if (times === undefined) throw new TypeError('no times were answered');
    return times;
  } finally {
    gone.abort();
  }
}
