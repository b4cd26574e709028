import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { serverUrl } from '../server.fixture.ts';
import { withConnection } from './connection.ts';
import { withDatabase, withParameters } from './target/database-url.ts';

async function backends(): Promise<string[]> {
  return withConnection(await serverUrl(), async (client) => {
    const { rows } = await client.query<{ application_name: string }>(
      'SELECT application_name FROM pg_stat_activity',
    );
    return rows.map((row) => row.application_name);
  });
}

describe('withConnection', () => {
  it('passes the settings on and closes the connection, also after an error', async () => {
    const applicationName = `connection test ${process.pid}`;
    const options = {
      url: await serverUrl(),
      applicationName,
      statementTimeoutMs: 1_234_000,
      lockTimeoutMs: 567_000,
    };
    const failing = withConnection(options, async (client) => {
      const { rows } = await client.query(
        "SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock",
      );
      expect(rows).toEqual([{ statement: '1234s', lock: '567s' }]);
      expect(await backends()).toContain(applicationName);
      throw new Error('from inside');
    });
    await expect(failing).rejects.toThrow('from inside');
    await expect.poll(backends).not.toContain(applicationName);
  });

  it('knows options that the server does not take, as those of a proxy', async () => {
    const url = withParameters(await serverUrl(), { options: 'endpoint=ep-cool-1' });
    await expect(withConnection(url, () => Promise.resolve())).rejects.toMatchObject({
      code: 'postgres.invalid_url',
      why: expect.stringContaining('endpoint=ep-cool-1'),
    });
  });

  it('says why a connection was lost while it was idle, and does not crash the process', async () => {
    const lost = withConnection(await serverUrl(), async (client) => {
      const ended = new Promise((resolve) => client.once('end', resolve));
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await withConnection(await serverUrl(), (other) =>
        other.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]),
      );
      await ended;
      await client.query('SELECT 1');
    });
    await expect(lost).rejects.toMatchObject({ code: '57P01' });
  });

  it('says that a connection was lost of which the server said nothing', async () => {
    const lost = withConnection(await serverUrl(), async (client) => {
      const waiting = client.query('SELECT pg_sleep(60)');
      client.connection.stream.destroy();
      await waiting;
    });
    await expect(lost).rejects.toMatchObject({ code: 'postgres.connection_lost' });
  });

  it.each([
    ['nothing listens', 'postgresql://u@127.0.0.1:1/db', 'postgres.connection_refused'],
    ['the host is unknown', 'postgresql://u@host.invalid/db', 'postgres.host_not_found'],
  ])('says when %s', async (_name, url, code) => {
    // Long enough for a resolver that asks one name server after the other in vain.
    const options = { url, connectTimeoutMs: 150_000 };
    await expect(withConnection(options, () => Promise.resolve())).rejects.toMatchObject({ code });
  });

  it('says when the database does not exist, and hides the password', async () => {
    const url = new URL(withDatabase(await serverUrl(), 'no_such_database'));
    url.password ||= 'secret';
    const error = await withConnection(url.href, () => Promise.resolve()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'postgres.invalid_catalog_name' });
    expect(JSON.stringify(error)).not.toContain(url.password);
  });

  it.each([
    ['stays silent', () => undefined, 200, 'postgres.connect_timeout'],
    ['hangs up', (socket: { destroy(): void }) => socket.destroy(), 150_000, 'postgres.connection_lost'],
  ])('says when the other end %s', async (_name, onConnection, connectTimeoutMs, code) => {
    const listener = createServer(onConnection);
    await new Promise<void>((resolve) => {
      listener.listen(0, '127.0.0.1', resolve);
    });
    try {
      const address = listener.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const options = { url: `postgresql://u@127.0.0.1:${port}/db`, connectTimeoutMs };
      await expect(withConnection(options, () => Promise.resolve())).rejects.toMatchObject({ code });
    } finally {
      listener.close();
    }
  });
});
