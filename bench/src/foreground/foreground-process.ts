// Clients that read and write rows by their keys, in a process that does nothing else: see foreground.ts, which forks it.
import { setTimeout as sleep } from 'node:timers/promises';

import { withConnection } from '@agora/postgres';

import type { ForegroundWork, Request } from './foreground.ts';

process.once('disconnect', () => process.exit());
process.once('message', (work: ForegroundWork) => void run(work));

async function run({ url, statements, rows, clients, thinkMs }: ForegroundWork): Promise<void> {
  const ended = new AbortController();
  process.once('message', () => ended.abort());
  const requests: Request[] = [];
  await Promise.all(
    Array.from({ length: clients }, () =>
      withConnection(url, async (client) => {
        while (!ended.signal.aborted) {
          const id = 1 + Math.floor(Math.random() * rows);
          const began = performance.now();
          for (const sql of statements) await client.query(sql, [id]);
          requests.push({ at: performance.timeOrigin + began, ms: performance.now() - began });
          await sleep(thinkMs);
        }
      }),
    ),
  );
  process.send?.(requests, () => process.disconnect());
}
