import { connect, createServer, type Socket } from 'node:net';

/** A TCP relay: an address that stays, whatever server it leads to. */
export interface Relay {
  readonly port: number;
  /** Where connections lead from now on; undefined turns them away, as at first. */
  leadTo(target: { readonly host: string; readonly port: number } | undefined): void;
  /** How often a client spoke again after the server had. */
  roundTrips(): number;
  /** Ends its connections, too. */
  close(): Promise<void>;
}

/** Starts one on a free port, so that an address can be known before there is a server behind it. */
export async function startRelay(): Promise<Relay> {
  let target: { readonly host: string; readonly port: number } | undefined;
  let trips = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (target === undefined) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(target.port, target.host);
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
      sockets.add(one);
      one.on('error', () => other.destroy());
      // What was sent before the end is passed on before it.
      one.on('end', () => other.end());
      one.on('close', () => {
        sockets.delete(one);
        other.destroySoon();
      });
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address === 'string' || address === null) throw new Error('a TCP server has a port');
  return {
    port: address.port,
    leadTo: (next) => {
      target = next;
    },
    roundTrips: () => trips,
    close: async () => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A relay before the server of a `postgresql://` address. */
export interface Proxy extends Relay {
  readonly url: string;
}

/** Puts a relay before the server of a `postgresql://` address. */
export async function startProxy(databaseUrl: string): Promise<Proxy> {
  const relay = await startRelay();
  const url = new URL(databaseUrl);
  relay.leadTo({ host: url.hostname, port: Number(url.port || 5432) });
  url.host = `127.0.0.1:${relay.port}`;
  return { ...relay, url: url.href };
}
