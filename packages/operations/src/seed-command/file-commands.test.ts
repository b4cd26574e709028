import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { runFileCommands } from './file-commands.ts';

const cwd = mkdtempSync(path.join(tmpdir(), 'agora files '));
afterAll(() => rmSync(cwd, { recursive: true }));

test('each command gets the files, and one that fails is reported and keeps them and the next', async () => {
  const files = ['a b.sql', 'c.sql'].map((name) => path.join(cwd, name));
  for (const file of files) writeFileSync(file, 'select 1;');
  const format = path.join(cwd, 'format.cjs');
  writeFileSync(
    format,
    "const fs = require('node:fs'); for (const f of process.argv.slice(3)) fs.appendFileSync(f, process.argv[2]);",
  );
  writeFileSync(path.join(cwd, 'fail.cjs'), "console.error('no such style'); process.exit(3);");
  const node = process.execPath.replaceAll(' ', '\\ ');
  const failed = await runFileCommands({
    commands: [`${node} format.cjs 1`, `${node} fail.cjs`, `${node} format.cjs 2`],
    files,
    cwd,
    env: process.env,
  });
  expect(failed).toEqual([
    { command: expect.stringContaining('fail.cjs'), why: expect.stringContaining('no such style') },
  ]);
  expect(failed[0]?.why).toContain('exit code 3');
  expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(['select 1;12', 'select 1;12']);
});

test('without a file nothing runs', async () => {
  expect(await runFileCommands({ commands: ['nonsense'], files: [], cwd, env: {} })).toEqual([]);
});
