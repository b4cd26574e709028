import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { withConnection } from '../connection/connection.ts';
import { withParameters } from '../connection/target/database-url.ts';
import { withHosts } from '../connection/target/hosts.ts';
import { isAlive, waitForEnd } from '../embedded/processes/processes.ts';
import { findPrograms } from './programs.ts';
import { withPrivateServers } from './private-servers.ts';

const folderOf = (url: string): Promise<string> =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<{ folder: string }>(
      `SELECT current_setting('data_directory') AS folder`,
    );
    return path.resolve(rows[0]?.folder ?? '', '..', '..');
  });

const roles = (url: string): Promise<unknown[]> =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  });

const lines = (url: string): Promise<{ count: number; distinct: number }> =>
  withConnection(url, async (client) => {
    const { rows } = await client.query<{ count: number; distinct: number }>(
      'SELECT count(*)::int AS count, count(DISTINCT number)::int AS distinct FROM line',
    );
    return rows[0] ?? { count: 0, distinct: 0 };
  });

const write = (url: string): Promise<unknown> =>
  withConnection(url, (client) => client.query('INSERT INTO line VALUES (2)'));

const start = async (): Promise<{
  folder: string;
  pid: number;
  end(signal: NodeJS.Signals): Promise<void>;
}> => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=source', path.join(import.meta.dirname, 'private-servers.fixture.ts')],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line]: unknown[] = await once(child.stdout, 'data');
  const { folder, pid }: { folder: string; pid: number } = JSON.parse(String(line));
  return {
    folder: path.resolve(folder, '..', '..'),
    pid,
    end: async (signal) => {
      child.kill(signal);
      await once(child, 'exit');
    },
  };
};

it('makes servers with roles of their own, copies them, lets nobody in without the password, leaves nothing', async () => {
  const root = await withPrivateServers({ major: 18, user: 'shop owner' }, async (make) => {
    const one = await make();
    await withConnection(one.url, (client) => client.query('CREATE ROLE reader'));
    const two = await one.copy();
    await withConnection(two.url, (client) => client.query('DROP ROLE reader'));
    const three = await make();
    expect(await Promise.all([one, two, three].map(({ url }) => roles(url)))).toEqual([
      ['reader', 'shop owner'],
      ['shop owner'],
      ['shop owner'],
    ]);
    const without = new URL(one.url);
    without.password = 'guess';
    await expect(withConnection(without.href, (client) => client.query('SELECT 1'))).rejects.toMatchObject({
      code: 'postgres.invalid_password',
    });
    const folder = await folderOf(one.url);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    await two.remove();
    await expect(roles(two.url)).rejects.toMatchObject({ code: 'postgres.connection_refused' });
    return folder;
  });
  expect(existsSync(root)).toBe(false);
});

it('copies a server that is written to, whole up to the copy', async () => {
  await withPrivateServers({ major: 18, user: 'postgres' }, async (make) => {
    const one = await make();
    await withConnection(one.url, (client) =>
      client.query('CREATE TABLE line (number int PRIMARY KEY, text text)'),
    );
    const stop = new AbortController();
    const writing = withConnection(one.url, async (client) => {
      for (let number = 1; !stop.signal.aborted; number += 1) {
        await client.query(`INSERT INTO line SELECT ${number}, repeat('x', 2000)`);
        await client.query(`CREATE TABLE table_${number} AS SELECT * FROM line LIMIT 100`);
        if (number % 5 === 0) await client.query('CHECKPOINT');
        await pause(20);
      }
    });
    try {
      for (let copies = 0; copies < 2; copies += 1) {
        const before = await lines(one.url);
        const two = await one.copy();
        const { count, distinct } = await lines(two.url);
        expect(count).toBeGreaterThanOrEqual(before.count);
        expect(distinct).toBe(count);
        await two.remove();
      }
    } finally {
      stop.abort();
      await writing;
    }
  });
});

it('makes a replica that follows, loses nothing when its primary is killed, and takes over', async () => {
  await withPrivateServers({ major: 18, user: 'shop owner' }, async (make) => {
    const one = await make();
    const two = await one.standby('two');
    await withConnection(one.url, async (client) => {
      await client.query("ALTER SYSTEM SET synchronous_standby_names = 'two'");
      await client.query('SELECT pg_reload_conf()');
      await client.query('CREATE TABLE line AS SELECT 1 AS number');
    });
    await one.kill();
    await expect(roles(one.url)).rejects.toMatchObject({ code: 'postgres.connection_refused' });
    await expect(write(two.url)).rejects.toMatchObject({ code: '25006' });
    const both = withParameters(
      withHosts(
        one.url,
        [one.url, two.url].map((url) => new URL(url).host),
      ),
      {
        target_session_attrs: 'read-write',
      },
    );
    // Of the two faults the one of the host that stands first.
    await expect(roles(both)).rejects.toMatchObject({ code: 'postgres.connection_refused' });
    await expect(roles(withParameters(two.url, { target_session_attrs: 'primary' }))).rejects.toMatchObject({
      code: 'postgres.read_only',
    });
    await withConnection(two.url, (client) => client.query('SELECT pg_promote()'));
    expect(await roles(both)).toEqual(['shop owner']);
    await write(two.url);
    expect(await lines(two.url)).toEqual({ count: 2, distinct: 2 });
    await one.restart();
    expect(await lines(one.url)).toEqual({ count: 1, distinct: 1 });
  });
});

it('takes installed programs for another major version, where the system has them', async () => {
  expect(await findPrograms(9)).toBeUndefined();
  await expect(withPrivateServers({ major: 9, user: 'postgres' }, (make) => make())).rejects.toMatchObject({
    code: 'postgres.no_programs',
  });
  if ((await findPrograms(15)) === undefined) return;
  await withPrivateServers({ major: 15, user: 'postgres' }, async (make) => {
    const { url } = await (await make()).copy();
    const version = await withConnection(url, (client) => client.query('SHOW server_version_num'));
    expect(version.rows).toMatchObject([{ server_version_num: expect.stringMatching(/^15/) }]);
  });
});

it('wipes all when the process is interrupted, and what a killed one left when the next is made', async () => {
  const interrupted = await start();
  await interrupted.end('SIGINT');
  expect(await waitForEnd(interrupted.pid, 5000)).toBe(true);
  expect(existsSync(interrupted.folder)).toBe(false);

  const killed = await start();
  await killed.end('SIGKILL');
  expect(existsSync(killed.folder)).toBe(true);
  await withPrivateServers({ major: 18, user: 'postgres' }, () => Promise.resolve());
  expect(isAlive(killed.pid)).toBe(false);
  expect(existsSync(killed.folder)).toBe(false);
});
