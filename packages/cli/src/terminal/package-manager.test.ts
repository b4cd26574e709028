import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { inManagersWords } from './package-manager.ts';

const top = mkdtempSync(path.join(tmpdir(), 'agora manager '));
afterAll(() => rmSync(top, { recursive: true, force: true }));

test.each([
  ['pnpm-lock.yaml', 'pnpm add --save-dev jiti'],
  ['yarn.lock', 'yarn add --dev jiti'],
  ['bun.lock', 'bun add --dev jiti'],
  ['package-lock.json', 'npm install --save-dev jiti'],
])('with a %s above, something is installed by %s', (lock, command) => {
  const folder = path.join(top, lock.replaceAll('.', '-'), 'packages', 'db');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, '..', '..', lock), '');
  expect(inManagersWords('fix: npm install --save-dev jiti', folder)).toBe(`fix: ${command}`);
});
