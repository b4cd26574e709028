import { once } from 'node:events';
import { withConnection } from '@agora/postgres';
import type { Times } from './api-asker.ts';
import { end, type Running, startAsker } from './api-processes.ts';
import type { Load } from './steady-load.ts';

/** How long answers took in one round, in milliseconds, and the requests a second then. */
export interface Round extends Times {
  readonly rate: number;
}

/**
 * Measures how long answers take at half load, on a server of its own with nothing else beside it. Each round reaches
 * for the highest rate first and asks at half of it then: what a machine can do changes from one minute to the next.
 * @param page what is asked for, below the server's address
 * @param serve starts the server
 * @param options.reach the highest rate of an address, found by asking it for some seconds
 * @param options.rounds how many are judged; two more come first, for the compilers of the server and of what asks
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
  const asker = startAsker();
  try {
    const judged: Round[] = [];
    const address = `${server.address}${page}`;
    for (let round = -2; round < rounds; round += 1) {
      const rate = (await reach(address)) / 2;
      const times = await ask(asker, { url: address, rate, seconds, connections });
      if (round >= 0) judged.push({ ...times, rate });
    }
    return judged;
  } finally {
    await end(asker);
    await end(server);
  }
}

async function ask({ process: asker }: Running, load: Load): Promise<Times> {
  asker.send(load);
  const gone = new AbortController();
  try {
    const [times]: Times[] = await Promise.race([
      once(asker, 'message', { signal: gone.signal }),
      once(asker, 'exit', { signal: gone.signal }).then(() =>
        Promise.reject(new Error('what asks has ended')),
      ),
    ]);
    if (times === undefined) throw new TypeError('no times were answered');
    return times;
  } finally {
    gone.abort();
  }
}
