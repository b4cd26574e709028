import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { commandWords, runSeedCommand } from './seed-command.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora seed command '));
});
afterAll(() => rm(folder, { recursive: true }));

const env = { PATH: process.env['PATH'] };

async function script(name: string, code: string): Promise<string> {
  await writeFile(path.join(folder, name), code);
  return `node ${name.replaceAll(' ', String.raw`\ `)}`;
}

test.each([
  ['node seed.js', ['node', 'seed.js']],
  [String.raw`tsx  /a\ b/seed.ts --all`, ['tsx', '/a b/seed.ts', '--all']],
  [' ts-node prisma/seed.ts ', ['ts-node', 'prisma/seed.ts']],
])('%s is split as Prisma splits it', (command, words) => {
  expect(commandWords(command)).toEqual(words);
});

test('runs in the folder, with the environment, and hands on what it prints', async () => {
  const printed: string[] = [];
  const command = await script(
    'my seed.mjs',
    `console.log(process.cwd()); console.error(process.env.AGORA_ENV); process.stdout.write('no line end')`,
  );
  await runSeedCommand({
    command,
    cwd: folder,
    env: { ...env, AGORA_ENV: 'development' },
    onOutput: (line) => printed.push(line),
  });
  expect(printed.toSorted()).toEqual([folder, 'development', 'no line end'].toSorted());
});

test.runIf(process.platform !== 'win32')('finds the programs of the packages above', async () => {
  const bin = path.join(folder, 'node_modules', '.bin');
  await mkdir(bin, { recursive: true });
  await writeFile(path.join(bin, 'fill-it'), '#!/bin/sh\necho filled\n');
  await chmod(path.join(bin, 'fill-it'), 0o755);
  const inner = path.join(folder, 'packages', 'data');
  await mkdir(inner, { recursive: true });
  const printed: string[] = [];
  await runSeedCommand({ command: 'fill-it', cwd: inner, env, onOutput: (line) => printed.push(line) });
  expect(printed).toEqual(['filled']);
});

test('tells how it failed, with the end of what it said', async () => {
  const command = await script('bad.mjs', `console.error('no such column'); process.exit(3)`);
  await expect(runSeedCommand({ command, cwd: folder, env })).rejects.toMatchObject({
    code: 'operations.seed_failed',
    why: 'It ended with exit code 3.\nno such column',
  });
  await expect(runSeedCommand({ command: 'no-such-program', cwd: folder, env })).rejects.toMatchObject({
    code: 'operations.seed_failed',
    why: expect.stringContaining('could not be started'),
  });
});

test.runIf(process.platform !== 'win32')('ends with all that it has started', async () => {
  const command = await script(
    'tree.mjs',
    `import { spawn } from 'node:child_process';
     const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
     console.log(child.pid); setInterval(() => {}, 1000);`,
  );
  const controller = new AbortController();
  let pid = 0;
  const running = runSeedCommand({
    command,
    cwd: folder,
    env,
    signal: controller.signal,
    onOutput: (line) => {
      pid = Number(line);
      controller.abort();
    },
  });
  await expect(running).rejects.toMatchObject({ code: 'operations.interrupted' });
  await expect.poll(() => isRunning(pid)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
