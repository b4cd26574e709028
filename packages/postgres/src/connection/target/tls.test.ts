import { createPrivateKey } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chooseIdentity, handOver } from '../../embedded/cluster/identity.ts';
import { layoutOf } from '../../embedded/cluster/layout.ts';
import { disposableSettings } from '../../embedded/settings.ts';
import { type EmbeddedServer, startEmbedded } from '../../embedded/start.ts';
import { stopEmbedded } from '../../embedded/stop.ts';
import {
  authority,
  clientCertificate,
  clientIdentity,
  clientKey,
  serverCertificate,
  serverKey,
} from './certificates.fixture.ts';
import { settleTls, withConnection } from '../connection.ts';
import { clientConfig, poolConfig } from './connection-target.ts';
import { withParameters } from './database-url.ts';

const warned = vi.spyOn(process, 'emitWarning');
let directory = '';
let server: EmbeddedServer;

/** A certificate of the folder, as a URL names it. */
const at = (file: string): string => encodeURIComponent(path.join(directory, file));

/** A connection with these parameters: what the server says of its encryption, or the code of the error. */
async function connection(parameters: string, host = '127.0.0.1', user = 'postgres'): Promise<string> {
  const url = `postgresql://${user}@${host}:${server.port}/agora?${parameters}`;
  try {
    return await withConnection(url, async (client) => {
      const { rows } = await client.query<{ how: string }>(
        "SELECT CASE WHEN ssl THEN concat_ws(' ', 'encrypted', client_dn) ELSE 'plain' END AS how FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
      );
      return rows[0]?.how ?? '';
    });
  } catch (error) {
    return String(Reflect.get(Object(error), 'code'));
  }
}

function makePool(url: string): Pool {
  const pool = new Pool({ ...clientConfig(url), max: 2 });
  // end() does not wait for the sockets, and the server may be stopped before they are closed.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Restarts the server with TLS or without. */
async function serve(ssl: 'on' | 'off'): Promise<void> {
  await stopEmbedded({ directory });
  const settings = {
    ...disposableSettings,
    ssl,
    ssl_cert_file: path.join(directory, 'server.crt'),
    ssl_key_file: path.join(directory, 'server.key'),
    ssl_ca_file: path.join(directory, 'authority.crt'),
  };
  server = await startEmbedded({ directory, port: 27_432, settings });
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'agora tls '));
  await chmod(directory, 0o711);
  server = await startEmbedded({ directory, port: 27_432, settings: disposableSettings });
  await withConnection(server.url, (client) => client.query('CREATE ROLE bearer LOGIN'));
  await writeFile(
    path.join(server.dataDirectory, 'pg_hba.conf'),
    'hostssl all bearer 127.0.0.1/32 cert\nhost all postgres 127.0.0.1/32 trust\n',
  );
  const files = {
    'authority.crt': authority,
    'server.crt': serverCertificate,
    'server.key': serverKey,
    'client.crt': clientCertificate,
    'client.key': clientKey,
    'client.p12': clientIdentity,
    'locked.key': createPrivateKey(clientKey).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    }),
    'empty.pem': '',
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(directory, name), content, { mode: 0o600 });
    if (name.startsWith('server') || name === 'authority.crt')
      handOver(chooseIdentity(layoutOf(directory)), path.join(directory, name));
  }
});
afterAll(async () => {
  await stopEmbedded({ directory });
  await rm(directory, { recursive: true, force: true });
});

describe('with a server that offers TLS, by a certificate of an authority that nobody knows', () => {
  beforeAll(() => serve('on'));

  it.each([
    ['', 'encrypted'],
    ['sslmode=prefer', 'encrypted'],
    ['sslmode=allow', 'encrypted'],
    ['sslmode=require', 'encrypted'],
    ['sslmode=no-verify', 'encrypted'],
    ['sslmode=require&sslnegotiation=direct', 'encrypted'],
    ['ssl=true', 'encrypted'],
    ['sslaccept=accept_invalid_certs', 'encrypted'],
    ['sslmode=require&sslaccept=accept_invalid_certs', 'encrypted'],
    ['sslmode=disable', 'plain'],
    ['sslmode=disable&sslrootcert=/nowhere', 'plain'],
    ['sslaccept=strict', 'postgres.tls_failed'],
    ['sslmode=require&sslaccept=strict', 'postgres.tls_failed'],
    ['sslmode=verify-ca', 'postgres.tls_failed'],
    ['sslmode=verify-full', 'postgres.tls_failed'],
    ['sslrootcert=system', 'postgres.tls_failed'],
    ['sslmode=require&sslrootcert=/nowhere', 'postgres.certificate_unreadable'],
  ])('%s: %s', async (parameters, how) => {
    expect(await connection(parameters)).toBe(how);
  });

  it('checks the certificate against the authority that the URL names, in the words of libpq and of Prisma', async () => {
    const libpq = `sslrootcert=${at('authority.crt')}`;
    const prisma = `sslcert=${at('authority.crt')}`;
    for (const named of [libpq, prisma]) {
      for (const wish of ['sslmode=verify-full', 'sslmode=verify-ca', 'sslaccept=strict'])
        expect([wish, await connection(`${wish}&${named}`)]).toEqual([wish, 'encrypted']);
    }
    // The certificate is for the address, not for the name.
    expect(await connection(`sslmode=verify-full&${libpq}`, 'localhost')).toBe('postgres.tls_failed');
    expect(await connection(`sslaccept=strict&${prisma}`, 'localhost')).toBe('postgres.tls_failed');
    expect(await connection(`sslmode=verify-ca&${libpq}`, 'localhost')).toBe('encrypted');
    // With a root certificate, libpq's require is verify-ca; Prisma's sslcert alone checks nothing.
    const wrong = `sslrootcert=${at('client.crt')}`;
    expect(await connection(`sslmode=require&${wrong}`)).toBe('postgres.tls_failed');
    expect(await connection(`sslmode=require&${wrong.replace('sslrootcert', 'sslcert')}`)).toBe('encrypted');
    expect(await connection(`sslmode=prefer&${wrong}`)).toBe('encrypted');
  });

  it("shows the client's own certificate, in the words of libpq and of Prisma", async () => {
    const libpq = `sslmode=require&sslcert=${at('client.crt')}&sslkey=${at('client.key')}`;
    const prisma = `sslidentity=${at('client.p12')}&sslpassword=secret`;
    expect(await connection(libpq, '127.0.0.1', 'bearer')).toBe('encrypted /CN=bearer');
    expect(await connection(prisma, '127.0.0.1', 'bearer')).toBe('encrypted /CN=bearer');
    expect(await connection('sslmode=require', '127.0.0.1', 'bearer')).not.toContain('encrypted');
  });

  it('says of a file that is there and of no use which it is', async () => {
    const own = `sslcert=${at('client.crt')}`;
    for (const parameters of [
      `sslmode=verify-full&sslrootcert=${at('client.p12')}`,
      `sslcert=${at('empty.pem')}`,
      `${own}&sslkey=${at('locked.key')}`,
      `${own}&sslkey=${at('locked.key')}&sslpassword=wrong`,
      `${own}&sslkey=${at('server.key')}`,
      `sslcert=${at('client.p12')}&sslkey=${at('client.key')}`,
      `sslidentity=${at('client.p12')}&sslpassword=wrong`,
      `sslidentity=${at('client.crt')}`,
    ])
      expect([parameters, await connection(parameters, '127.0.0.1', 'bearer')]).toEqual([
        parameters,
        'postgres.certificate_unreadable',
      ]);
    const opened = `${own}&sslkey=${at('locked.key')}&sslpassword=secret`;
    expect(await connection(opened, '127.0.0.1', 'bearer')).toBe('encrypted /CN=bearer');
  });

  it('gives pools the same reading', async () => {
    for (const [mode, how] of [
      ['prefer', true],
      ['disable', false],
    ] as const) {
      const pool = makePool(withParameters(server.url, { sslmode: mode }));
      const { rows } = await pool.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
      expect(rows).toEqual([{ ssl: how }]);
      await pool.end();
    }
  });

  it('settles what a URL leaves open, for pools that cannot try', async () => {
    const { url } = server;
    expect(poolConfig(url).ssl).toBe(false);
    const settled = await settleTls({ url });
    expect(settled).toBe(withParameters(url, { sslmode: 'require', sslaccept: 'accept_invalid_certs' }));
    expect(poolConfig(settled).ssl).toMatchObject({ rejectUnauthorized: false });
    expect(await settleTls({ url: settled })).toBe(settled);
  });
});

describe('with a server that has no TLS', () => {
  beforeAll(() => serve('off'));

  it.each([
    ['', 'plain'],
    ['sslmode=prefer', 'plain'],
    ['sslaccept=strict', 'plain'],
    ['sslmode=disable', 'plain'],
    ['sslmode=require', 'postgres.tls_failed'],
    ['sslmode=verify-full', 'postgres.tls_failed'],
  ])('%s: %s', async (parameters, how) => {
    expect(await connection(parameters)).toBe(how);
  });

  it('gives pools the same reading', async () => {
    const pool = makePool(server.url);
    const answers = await Promise.all(Array.from({ length: 4 }, () => pool.query('SELECT 1 AS one')));
    expect(await settleTls({ url: server.url })).toContain('sslmode=disable');
    expect(answers.map(({ rows }) => rows)).toEqual(answers.map(() => [{ one: 1 }]));
    await pool.end();
  });
});

it('writes no warning of its libraries', () => {
  expect(warned).not.toHaveBeenCalled();
});
