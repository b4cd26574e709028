import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { readEnvironmentFiles } from './environment-files.ts';

const root = mkdtempSync(path.join(tmpdir(), 'agora environment '));
const near = path.join(root, 'packages', 'db');
mkdirSync(near, { recursive: true });
afterAll(() => rmSync(root, { recursive: true }));
for (const [file, text] of Object.entries({
  'packages/db/.env': 'WHERE=near\nA=near\r\n',
  'packages/db/.env.qa': 'WHERE=near qa\nAGORA_ENV=production\n',
  '.env': 'WHERE=root\nA=root\nB=root\n',
  '.env.qa': 'WHERE=root qa\nB=root qa\nC=root qa\n',
}))
  writeFileSync(path.join(root, file), text);

const read = (
  env: Readonly<Record<string, string>>,
  option?: string,
): Readonly<Record<string, string | undefined>> =>
  readEnvironmentFiles({ folders: [near, root], env, option });

test('without a named environment .env alone is read, the nearer first', () => {
  expect(read({})).toEqual({ WHERE: 'near', A: 'near', B: 'root' });
});

test('the file of the named environment wins over .env, the nearer over the farther, and what is set over all', () => {
  expect(read({}, 'qa')).toMatchObject({ WHERE: 'near qa', A: 'near', B: 'root qa', C: 'root qa' });
  expect(read({ C: 'shell', WHERE: '' }, 'qa')).not.toHaveProperty('C');
  // A variable that is set and empty is set, as in a shell.
  expect(read({ WHERE: '' }, 'qa')).not.toHaveProperty('WHERE');
});

test('AGORA_ENV names it too, and its file cannot name another', () => {
  expect(read({ AGORA_ENV: 'qa' })).toMatchObject({ WHERE: 'near qa' });
  expect(read({ AGORA_ENV: 'qa' })).not.toHaveProperty('AGORA_ENV');
  writeFileSync(path.join(near, '.env'), 'AGORA_ENV=qa\n');
  expect(read({})).toMatchObject({ WHERE: 'near qa', AGORA_ENV: 'qa' });
});

test('a name that leads out of the folder reads nothing', () => {
  writeFileSync(path.join(root, 'outside'), 'STOLEN=1');
  expect(read({}, '/../../../outside')).not.toHaveProperty('STOLEN');
});
