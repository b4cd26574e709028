import { createServer } from 'node:net';
import { AgoraError } from '@agora/core';

/** How many ports above the first are tried. */
const portRange = 200;

/**
 * The first free port of 127.0.0.1 at or above `from`.
 * @throws postgres.embedded_no_free_port
 */
export async function freePort(from: number, first: number): Promise<number> {
  for (let port = from; port < first + portRange; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new AgoraError({
    code: 'postgres.embedded_no_free_port',
    message: `No port from ${first} to ${first + portRange - 1} is free on 127.0.0.1.`,
    why: 'Other programs, perhaps other embedded servers, listen on all of them.',
    fix: 'Stop some of them, or set DATABASE_URL to a PostgreSQL server of your own.',
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
