import type { Socket } from 'node:net';
import type { Pool } from 'pg';

/** Counts how often the connections that a pool opens from now on speak again after the server has. */
export function countRoundTrips(pool: Pool): () => number {
  let trips = 0;
  pool.on('connect', (client) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg's types leave the stream out
    const { stream } = client.connection as unknown as { stream: Socket };
    let answered = true;
    stream.on('data', () => {
      answered = true;
    });
    stream.write = new Proxy(stream.write.bind(stream), {
      apply(write, _socket, parameters) {
        if (answered) trips += 1;
        answered = false;
        return Reflect.apply(write, stream, parameters);
      },
    });
  });
  return () => trips;
}
