// oxlint-disable typescript/no-unsafe-type-assertion -- a process that cannot start ends with a system error
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { putNodeOnPath, redirectSpawn } from './redirect-spawn.ts';

let folder: string;
let script: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'agora spawn '));
  script = path.join(folder, 'host.js');
  // Without its execute bit it is no program here either.
  await writeFile(script, 'console.log(JSON.stringify(process.argv.slice(2)), process.env.WORD)', {
    mode: 0o644,
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function outcome(command: string, args: string[]) {
  const child = spawn(command, args, {
    env: { ...process.env, WORD: 'word' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const failed = once(child, 'error').then(([error]) => (error as NodeJS.ErrnoException).code);
  return Promise.race([failed, once(child, 'close').then(() => output)]);
}

it('starts the script by Node, whoever has imported spawn before, and takes it back', async () => {
  const json = '{"url":"postgresql://a b"}';
  expect(await outcome(script, [json])).toBe('EACCES');
  const restore = redirectSpawn(script);
  try {
    expect(await outcome(script, ['--datasource', json])).toBe(
      `${JSON.stringify(['--datasource', json])} word\n`,
    );
    expect(await outcome(`${script}x`, [])).toBe('ENOENT');
    expect(await outcome(process.execPath, ['-p', '1 + 1'])).toBe('2\n');
  } finally {
    restore();
  }
  expect(await outcome(script, [json])).toBe('EACCES');
});

it('puts our Node behind what is on the PATH already', () => {
  const env: Record<string, string | undefined> = { PATH: 'first' };
  putNodeOnPath(env);
  const own = path.dirname(process.execPath);
  expect(env).toEqual({ PATH: `first${path.delimiter}${own}` });
  const bare: Record<string, string | undefined> = {};
  putNodeOnPath(bare);
  expect(bare).toEqual({ PATH: own });
});
