import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withConnection } from '../connection/connection.ts';
import { findBinaries } from './cluster/binaries.ts';
import { resolveDatabaseUrl } from './resolve-database-url.ts';
import { disposableSettings } from './settings.ts';
import { type EmbeddedServer, startEmbedded } from './start.ts';
import { embeddedStatus } from './status.ts';
import { stopEmbedded } from './stop.ts';

const port = 26_432;
let root = '';
const made: string[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'agora embedded '));
});
afterAll(async () => {
  for (const directory of made) await stopEmbedded({ directory });
  await rm(root, { recursive: true, force: true });
});

function folder(name: string): string {
  const directory = join(root, name);
  made.push(directory);
  return directory;
}

function startApart(directory: string): ChildProcess {
  const script = join(import.meta.dirname, 'start.fixture.ts');
  return spawn(process.execPath, ['--import', 'tsx', script, directory, String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: import.meta.dirname,
  });
}

function finished(child: ChildProcess): Promise<string> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (part) => (out += String(part)));
  child.stderr?.on('data', (part) => (err += String(part)));
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`ended with ${code}: ${err}`));
    });
  });
}

describe('the embedded server', () => {
  it('starts, is shared, survives kill -9 and stops', async () => {
    const directory = folder('life with spaces/.agora');
    expect(await embeddedStatus({ directory })).toEqual({ running: false, initialized: false });
    expect(existsSync(directory)).toBe(false);

    const notes: string[] = [];
    const onProgress = (text: string): void => void notes.push(text);
    const first = await startEmbedded({ directory, port, onProgress, settings: { work_mem: '7MB' } });
    expect(first).toMatchObject({ startedNow: true, dataDirectory: join(directory, 'postgres-18') });
    expect(notes).toHaveLength(2);
    expect(await readFile(join(directory, '.gitignore'), 'utf8')).toBe('*\n');
    await withConnection(first.url, async (client) => {
      const { rows } = await client.query(`SELECT current_database() AS db, current_user AS me,
        current_setting('TimeZone') AS zone, current_setting('work_mem') AS mem,
        (SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()) AS locale`);
      expect(rows).toEqual([{ db: 'agora', me: 'postgres', zone: 'UTC', mem: '7MB', locale: 'bC.UTF-8' }]);
    });

    const second = await startEmbedded({ directory, port, database: 'other' });
    expect(second).toMatchObject({ pid: first.pid, port: first.port, startedNow: false });
    expect(await embeddedStatus({ directory })).toMatchObject({
      running: true,
      pid: first.pid,
      port: first.port,
    });

    await withConnection(first.url, (client) =>
      client.query('CREATE TABLE kept AS SELECT 1 AS n; CHECKPOINT'),
    );
    process.kill(first.pid, 'SIGKILL');
    const again = await startEmbedded({ directory, port });
    expect(again).toMatchObject({ startedNow: true });
    expect(again.pid).not.toBe(first.pid);
    const kept = await withConnection(again.url, (client) => client.query('SELECT n FROM kept'));
    expect(kept.rows).toEqual([{ n: 1 }]);

    expect(await stopEmbedded({ directory })).toBe(true);
    expect(await stopEmbedded({ directory })).toBe(false);
    expect(await embeddedStatus({ directory })).toEqual({ running: false, initialized: true });
  });

  it('is one server when six processes start it at once on an empty folder', async () => {
    const directory = folder('six');
    const outputs = await Promise.all(Array.from({ length: 6 }, () => finished(startApart(directory))));
    const servers = outputs.map((output): EmbeddedServer => JSON.parse(output));
    expect(new Set(servers.map((server) => server.pid)).size).toBe(1);
    expect(servers.filter((server) => server.startedNow)).toHaveLength(1);
    expect((await readdir(directory)).toSorted()).toEqual(['.gitignore', 'postgres-18']);
  });

  it('starts after a process was killed at any moment of the first start', async () => {
    for (const delayMs of [250, 450, 700]) {
      const directory = folder(`killed after ${delayMs}`);
      const child = startApart(directory);
      const ended = finished(child).catch(() => undefined);
      await expect.poll(() => existsSync(directory), { interval: 5 }).toBe(true);
      await sleep(delayMs);
      child.kill('SIGKILL');
      await ended;
      const server = await startEmbedded({ directory, port, settings: disposableSettings });
      await withConnection(server.url, (client) => client.query('SELECT 1'));
      await stopEmbedded({ directory });
      expect((await readdir(directory)).toSorted()).toEqual(['.gitignore', 'postgres-18']);
    }
  });

  it('takes the next free port, and starts although its old process id is taken by another program', async () => {
    const directory = folder('busy');
    const listener = createServer();
    const busy = await new Promise<number>((resolve) => {
      listener.listen(0, '127.0.0.1', () => {
        const address = listener.address();
        resolve(typeof address === 'object' ? (address?.port ?? 0) : 0);
      });
    });
    try {
      const server = await startEmbedded({ directory, port: busy });
      expect(server.port).toBeGreaterThan(busy);
      expect(server.port).toBeLessThan(busy + 200);
      const pidFile = join(directory, 'postgres-18', 'postmaster.pid');
      const lines = (await readFile(pidFile, 'utf8')).split('\n');
      await stopEmbedded({ directory });
      // As after the restart of a container: the id now belongs to this test's process.
      await writeFile(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
      expect(await embeddedStatus({ directory })).toEqual({ running: false, initialized: true });
      expect(await startEmbedded({ directory, port: busy })).toMatchObject({ startedNow: true });
    } finally {
      listener.close();
    }
  });
});

describe('a folder that cannot be used', () => {
  it.each<[string, (directory: string) => Promise<void>, string, string]>([
    [
      'made by another major version',
      async (directory) => {
        await mkdir(join(directory, 'postgres-18'), { recursive: true });
        await writeFile(join(directory, 'postgres-18', 'PG_VERSION'), '16\n');
      },
      'postgres.embedded_version_mismatch',
      'PostgreSQL 16',
    ],
    [
      'holding something else',
      async (directory) => {
        await mkdir(join(directory, 'postgres-18'), { recursive: true });
        await writeFile(join(directory, 'postgres-18', 'thesis.txt'), 'precious');
      },
      'postgres.embedded_directory_foreign',
      'thesis.txt',
    ],
    [
      'that is a file',
      (directory) => writeFile(directory, ''),
      'postgres.embedded_directory_not_writable',
      'EEXIST',
    ],
  ])('%s is refused and left alone', async (name, prepare, code, says) => {
    const directory = folder(name);
    await prepare(directory);
    const error: unknown = await startEmbedded({ directory, port }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, fix: expect.any(String) });
    expect(JSON.stringify(error)).toContain(says);
  });

  it.runIf(process.getuid?.() !== 0 && process.platform !== 'win32')('is said to be read-only', async () => {
    const parent = folder('read-only');
    await mkdir(parent);
    await chmod(parent, 0o500);
    // Neither below it, where the folder cannot be made, nor in it, where the lock cannot.
    for (const directory of [join(parent, '.agora'), parent]) {
      await expect(startEmbedded({ directory, port })).rejects.toMatchObject({
        code: 'postgres.embedded_directory_not_writable',
      });
    }
  });
});

describe('findBinaries', () => {
  it('says when a platform has no package, and when its package is not installed', async () => {
    await expect(findBinaries('plan9-mips')).rejects.toMatchObject({
      code: 'postgres.embedded_unsupported_platform',
    });
    const absent = process.platform === 'win32' ? 'linux-arm64' : 'win32-x64';
    await expect(findBinaries(absent)).rejects.toMatchObject({ code: 'postgres.embedded_binaries_missing' });
  });
});

describe('resolveDatabaseUrl', () => {
  it('uses DATABASE_URL as it is and starts nothing', async () => {
    const directory = folder('unused');
    const url = 'postgresql://me:secret@db.example:6432/mine?schema=app';
    const resolved = await resolveDatabaseUrl({ env: { DATABASE_URL: url }, directory });
    expect(resolved).toEqual({ url, embedded: false, startedNow: false });
    expect(existsSync(directory)).toBe(false);
    const broken = resolveDatabaseUrl({ env: { DATABASE_URL: 'mysql://x' }, directory });
    await expect(broken).rejects.toMatchObject({ code: 'postgres.invalid_url' });
  });

  it('starts the embedded server without one', async () => {
    const directory = folder('resolved');
    const resolved = await resolveDatabaseUrl({ env: { DATABASE_URL: '' }, directory });
    expect(resolved).toMatchObject({ embedded: true, startedNow: true });
    expect(
      await withConnection(resolved.url, (client) => client.query('SELECT 1').then(() => 'answers')),
    ).toBe('answers');
  });
});
