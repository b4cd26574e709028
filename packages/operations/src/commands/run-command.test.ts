import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, test } from 'vitest';

import { sendRequest } from '../requests/send-request.ts';
import { runCommand } from './run-command.ts';

const where = { cwd: '/', env: process.env, timeoutMs: 60_000 };
const node = (script: string): readonly string[] => [process.execPath, '-e', script];

test('a command that leaves a process behind, which holds its output, has ended', async () => {
  const leaves = `const { spawn } = require('node:child_process');
    const left = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30000)'], { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    left.unref(); console.log(left.pid); process.exitCode = 3`;
  const { ok, reason, why = '' } = await runCommand(node(leaves), where);
  process.kill(Number(why.split('\n')[1]));
  expect({ ok, reason }).toEqual({ ok: false, reason: 'it ended with exit code 3' });
});

test('all that a command has written last is told', async () => {
  const { why } = await runCommand(
    node(`process.stderr.write('x'.repeat(500000) + 'end'); process.exitCode = 1`),
    where,
  );
  expect(why).toMatch(/^it ended with exit code 1\nx{1000,}end$/);
});

test('an answer that never ends is read to what is looked at', async () => {
  const endless = createServer((_request, response) => {
    const more = (): void => {
      while (response.write('x'.repeat(65_536)));
    };
    response.on('drain', more).on('error', () => undefined);
    more();
  });
  await new Promise<void>((done) => endless.listen(0, '127.0.0.1', done));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const { port } = endless.address() as AddressInfo;
  try {
    const answer = await sendRequest({ name: 'endless', url: `http://127.0.0.1:${port}/`, within: 30_000 });
    expect(answer).toMatchObject({ ok: true, status: 200 });
    expect(answer.body?.length).toBeLessThan(2_000_000);
  } finally {
    endless.closeAllConnections();
    endless.close();
  }
});
