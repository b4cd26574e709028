import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { SQLSTATE } from '../../packages/postgres/src/errors/sqlstate.ts';
import { filesBelow } from './source-files.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const home = 'packages/postgres/src/errors/sqlstate.ts';

test('no built file but the list itself writes a SQLSTATE that the list names', () => {
  const codes: readonly string[] = Object.values(SQLSTATE);
  const built = [...filesBelow(root, 'packages'), ...filesBelow(root, 'apps')].filter(
    (file) => /\/src\/.*(?<!\.test|\.fixture)\.ts$/.test(file) && file !== home,
  );
  const written = built.flatMap((file) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/'([0-9A-Z]{5})'/g)]
      .filter(([, code]) => codes.includes(code ?? ''))
      // rls stands on core alone, and needs one of them.
      .filter(([, code]) => !(file.startsWith('packages/rls/') && code === SQLSTATE.featureNotSupported))
      .map(([, code]) => `${file}: ${code}`),
  );
  expect(written).toEqual([]);
  expect(built.length).toBeGreaterThan(300);
});
