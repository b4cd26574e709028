import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runProcess, useTestDatabase } from '@agora/testkit';
import { afterAll, describe, expect, test } from 'vitest';

import { agoraWords, runAgora, runAgoraInTerminal, startAgora } from './agora.fixture.ts';

const database = useTestDatabase();
const outside = mkdtempSync(join(tmpdir(), 'agora cli '));
afterAll(() => rm(outside, { recursive: true, force: true }));

const dead = 'postgresql://nobody:secret@127.0.0.1:1/nothing';

describe('exit codes', () => {
  test('0: it worked', async () => {
    const run = await runAgora(['--version']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('1: it failed, with the reason and the mending', async () => {
    const run = await runAgora(['migrate', 'current'], { env: { DATABASE_URL: dead } });
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/error: .*127\.0\.0\.1:1.*\[postgres\.\w+\]\n {2}why {2}.+\n {2}fix {2}/);
    expect(run.stderr).not.toContain('secret');
  });

  test('2: it found something', async () => {
    const run = await runAgora(['db', 'status', '--json'], { env: { DATABASE_URL: dead } });
    expect(run.code).toBe(2);
    expect(run.json()).toMatchObject({ answers: false, embedded: false, database: 'nothing' });
    expect(run.stdout).not.toContain('secret');
  });

  test('64: bad usage, and what was meant', async () => {
    const run = await runAgora(['db', 'strat']);
    expect(run).toMatchObject({ code: 64, stdout: '' });
    expect(run.stderr).toContain('Did you mean start');
    expect(await runAgora(['db', 'strat', '--json'])).toMatchObject({
      code: 64,
      stderr: '',
      stdout: expect.stringContaining('"cli.unknown_command"'),
    });
  });

  test('130: stopped by Ctrl-C', async () => {
    // A server that lets everybody in ("R", "Z" of PostgreSQL's protocol) and never answers a question: no time limit
    // ends the wait instead.
    const silent = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.once('data', () => silent.emit('asked'));
        socket.write(Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1'));
      });
    });
    const asked = once(silent, 'asked');
    await new Promise<void>((done) => {
      silent.listen(0, '127.0.0.1', done);
    });
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const running = startAgora(['db', 'status'], {
      env: { DATABASE_URL: `postgresql://me@127.0.0.1:${port}/x?sslmode=disable` },
    });
    await asked;
    running.kill('SIGINT');
    expect(await running.ended).toMatchObject({ code: 130, stdout: '' });
    silent.close();
  });

  test('64: an environment that there is not', async () => {
    const run = await runAgora(['migrate', 'lint'], { env: { AGORA_ENV: 'y' } });
    expect(run).toMatchObject({
      code: 64,
      stderr: expect.stringMatching(/"y" is no environment[^]*AGORA_ENV/),
    });
  });

  test('1: a URL that leads nowhere, without its password', async () => {
    const url = await runAgora(['db', 'status'], { env: { DATABASE_URL: 'mysql://root:secret@x/y' } });
    expect(url).toMatchObject({ code: 1, stderr: expect.stringContaining('postgres.invalid_url') });
    expect(url.stderr).not.toContain('secret');
  });
});

describe('the database', () => {
  test('status looks at DATABASE_URL', async () => {
    const run = await runAgora(['db', 'status', '--json'], { env: { DATABASE_URL: database.url } });
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject({ answers: true, embedded: false, connections: 0 });
  });

  test('the environment wins over the .env file of the folder', async () => {
    writeFileSync(join(outside, '.env'), `DATABASE_URL=${dead}\n`);
    const file = await runAgora(['db', 'url'], { cwd: outside });
    expect(file.stdout).toBe(`${dead}\n`);
    const both = await runAgora(['db', 'url'], { cwd: outside, env: { DATABASE_URL: database.url } });
    expect(both.stdout).toBe(`${database.url}\n`);
    await rm(join(outside, '.env'));
  });

  test('looking starts nothing', async () => {
    const status = await runAgora(['db', 'status'], { cwd: outside });
    const url = await runAgora(['db', 'url'], { cwd: outside });
    expect([status.code, url.code]).toEqual([2, 1]);
    expect(url.stderr).toContain('fix  agora db start');
    expect(existsSync(join(outside, '.agora'))).toBe(false);
  });

  test('start, url and stop of an embedded server', async () => {
    try {
      const first = await runAgora(['db', 'start', '--json'], { cwd: outside });
      expect(first.json()).toMatchObject({ embedded: true, database: 'agora', startedNow: true });
      const second = await runAgora(['db', 'start', '--json'], { cwd: outside });
      expect(second.json()).toMatchObject({ startedNow: false });
      const url = await runAgora(['db', 'url'], { cwd: outside });
      expect(url.stdout).toMatch(/^postgresql:\/\/postgres@127\.0\.0\.1:\d+\/agora\n$/);
    } finally {
      const stop = await runAgora(['db', 'stop', '--json'], { cwd: outside });
      expect(stop.json()).toEqual({ stopped: true });
    }
    expect((await runAgora(['db', 'stop', '--json'], { cwd: outside })).json()).toEqual({ stopped: false });
  });
});

// util-linux' script, with the options used here, is on Linux alone.
describe.runIf(process.platform === 'linux' && existsSync('/usr/bin/script'))('in a terminal', () => {
  const ESC = '\u001b[';

  test('there are colours, and none in a pipe or with NO_COLOR', async () => {
    expect((await runAgoraInTerminal(['db', '--help'])).stdout).toContain(ESC);
    expect((await runAgoraInTerminal(['db', '--help'], { env: { NO_COLOR: '1' } })).stdout).not.toContain(
      ESC,
    );
    expect((await runAgoraInTerminal(['db', '--help', '--no-color'])).stdout).not.toContain(ESC);
    expect((await runAgora(['db', '--help'])).stdout).not.toContain(ESC);
  });

  test('the exit code comes through, and errors have their mark', async () => {
    const run = await runAgoraInTerminal(['db', 'strat']);
    expect(run.code).toBe(64);
    expect(run.stdout).toContain('✖');
  });
});

describe.runIf(process.platform !== 'win32')('pipes', () => {
  test('a reader that stops early is no fault', async () => {
    const words = [...agoraWords, 'db', '--help'].map((word) => `'${word}'`).join(' ');
    // In a locale that every machine has: bash would tell of another.
    const run = await runProcess(['bash', '-c', `set -o pipefail; ${words} | true`], { env: { LANG: 'C' } });
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });
});
