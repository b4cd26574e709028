import { connect, createServer, type Socket } from 'node:net';

import { parseDatabaseUrl, withConnection } from '@agora/postgres';
import { useTestDatabase } from '@agora/testkit';
import { afterEach, describe, expect, it } from 'vitest';

import { deploy } from '../verbs/deploy.ts';
import { fixtureProject } from '../project.fixture.ts';
import { readStatus } from '../verbs/status.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/**
 * Stands between clients and a server. With `share`, what any client sends once it is connected goes to the
 * session that was opened first, as in a pooler of transactions; without, each keeps its own, under a key
 * that is none of the server's, as in a pooler of sessions.
 */
async function pooler(url: string, share: boolean): Promise<string> {
  const { host, port } = parseDatabaseUrl(url);
  const sockets: Socket[] = [];
  let first: { server: Socket; asker: Socket } | undefined;
  const listener = createServer((client) => {
    const server = connect(port, host);
    const session = { server, asker: client };
    sockets.push(client, server);
    let connected = false;
    client.on('data', (data) => {
      // One client's goodbye must not end the session that others use.
      if (share && connected && data[0] === TERMINATE) {
        client.end();
        return;
      }
      const to = connected && share ? (first ?? session) : session;
      to.asker = client;
      to.server.write(data);
    });
    server.on('data', (data) => {
      if (!connected && data.includes(READY)) {
        connected = true;
        first ??= session;
        session.asker.write(withOtherKey(data));
      } else session.asker.write(data);
    });
    for (const socket of [client, server]) socket.on('error', () => undefined);
    client.on('close', () => {
      if (!share) server.destroy();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new TypeError('it listens on no port');
  through.port = String(address.port);
  return through.href;
}

/** The first byte of a client's last message. */
const TERMINATE = 0x58;

/** ReadyForQuery, idle. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** BackendKeyData with another process id. */
function withOtherKey(data: Buffer): Buffer {
  const copy = Buffer.from(data);
  const at = copy.indexOf(Buffer.from([0x4b, 0, 0, 0, 12]));
  copy.writeInt32BE(2_000_000_000, at + 5);
  return copy;
}

describe('a pooler that nothing in the URL tells of', () => {
  const history = { '20240101000000_init': { up: 'CREATE TABLE users (id int PRIMARY KEY);' } };

  it('is refused when it pools by transaction, before anything is changed', async () => {
    const project = await fixtureProject(history);
    const url = await pooler(project.url, true);
    await expect(deploy({ ...project, url })).rejects.toMatchObject({
      code: 'migrations.pooled_connection',
      message: expect.stringContaining('changes from one transaction to the next'),
      fix: expect.stringContaining('DIRECT_URL'),
    });
    expect(await project.query('SELECT FROM pg_tables WHERE schemaname = $$public$$')).toEqual([]);
  });

  it('is taken when it pools by session', async () => {
    const project = await fixtureProject(history);
    const report = await deploy({ ...project, url: await pooler(project.url, false) });
    expect(report.results.map(({ outcome }) => outcome)).toEqual(['succeeded']);
  });

  it('may be read through, and no setting stays behind for others', async () => {
    const project = await fixtureProject(history);
    await deploy(project);
    const url = await pooler(project.url, true);
    await withConnection(url, async (application) => {
      expect((await readStatus({ ...project, url })).state).toBe('up-to-date');
      const { rows } = await application.query('SHOW default_transaction_read_only');
      expect(rows).toEqual([{ default_transaction_read_only: 'off' }]);
    });
  });
});

describe('a direct connection', () => {
  const database = useTestDatabase();

  it('tells its process id twice alike', async () => {
    await withConnection(database.url, async (client) => {
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
      expect(Reflect.get(client, 'processID')).toBe(rows[0]?.pid);
    });
  });
});
