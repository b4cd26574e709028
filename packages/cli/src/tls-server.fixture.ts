import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

/** Signed by itself, as the certificates of most managed servers look to a client without their authority's. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBjjCCATWgAwIBAgIUfC07cGDUbl9llsm6lg3Zv7nh7NIwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRYWdvcmEgdGVzdCBzZXJ2ZXIwIBcNMjYxMTMwMDU0OTMxWhgP
MjEyNjExMDYwNTQ5MzFaMBwxGjAYBgNVBAMMEWFnb3JhIHRlc3Qgc2VydmVyMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEuyci6Fc7euK1TJudhGs/uphlHnbqO+GZ
aodhGAA5lC6kRHhvn8RDHVxpAjfmNAlESsi0tcla34ealrts/4kc36NTMFEwHQYD
VR0OBBYEFJT8KblK4wTK+YUzy1ngtNWQOUalMB8GA1UdIwQYMBaAFJT8KblK4wTK
+YUzy1ngtNWQOUalMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIg
LdoqKdEPkmOduM3/XNXLTtym6zDvDFDhiM5DbAbYpWgCIBPKdhw82nYNK5yV8ROA
Rs4sbaLK34J83LkexNmOeIKR
-----END CERTIFICATE-----`;
/** It keeps no secret. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgnZnnKzzORhruvHuQ
T+isdWJEl62FKOgEd+LBgMmz082hRANCAAS7JyLoVzt64rVMm52Eaz+6mGUeduo7
4Zlqh2EYADmULqREeG+fxEMdXGkCN+Y0CURKyLS1yVrfh5qWu2z/iRzf
-----END PRIVATE KEY-----`;

/** A PostgreSQL server that lets nobody in without encryption. */
export interface TlsServer {
  readonly port: number;
  /** How many encrypted sessions there were. */
  sessions(): number;
  close(): Promise<void>;
}

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Stands before a server that knows no TLS. */
export async function startTlsServer(behind: { host: string; port: number }): Promise<TlsServer> {
  const open = new Set<Socket>();
  let sessions = 0;
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.once('data', (first) => {
      if (!SSL_REQUEST.equals(first)) {
        socket.destroy();
        return;
      }
      socket.write('S');
      sessions += 1;
      const inside = new TLSSocket(socket, {
        isServer: true,
        secureContext: createSecureContext({ cert: certificate, key }),
      });
      const outside = connect(behind);
      for (const [one, other] of [
        [inside, outside],
        [outside, inside],
      ] as const) {
        one.on('error', () => other.destroy());
        one.pipe(other);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = server.address() as AddressInfo;
  return {
    port,
    sessions: () => sessions,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
