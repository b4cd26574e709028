import { createServer, connect } from 'node:net';

/** A TCP relay that counts round trips: how often the client spoke again after the server had. */
export interface Proxy {
  readonly url: string;
  roundTrips(): number;
  close(): Promise<void>;
}

/** Puts a relay before the server of a `postgresql://` address. */
export async function startProxy(databaseUrl: string): Promise<Proxy> {
  const target = new URL(databaseUrl);
  let trips = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let answered = true;
    client.on('data', (data) => {
      if (answered) trips += 1;
      answered = false;
      upstream.write(data);
    });
    upstream.on('data', (data) => {
      answered = true;
      client.write(data);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  const address = server.address();
  if (typeof address === 'string' || address === null) throw new Error('a TCP server has a port');
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    roundTrips: () => trips,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
