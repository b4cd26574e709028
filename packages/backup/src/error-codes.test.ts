import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { backupErrorCodes } from './error-codes.ts';

test('every code of the table is thrown somewhere', () => {
  const code = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$|error-codes\.ts$/.test(file))
    .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
    .join('\n');
  const used = new Set([...code.matchAll(/'(backup\.[a-z_]+)'/g)].map((match) => match[1]!));
  expect([...used].toSorted()).toEqual(Object.keys(backupErrorCodes).toSorted());
});
