import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { checkEnvironment, explainedVariables, variablesOf } from './check-env.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'agora env '));
afterAll(() => rmSync(folder, { recursive: true }));

test('.env.example, the code and turbo.json agree', () => {
  expect(checkEnvironment(path.resolve(import.meta.dirname, '..', '..'))).toEqual([]);
});

test('every kind of disagreement is found', () => {
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write('.env.example', '# One.\n# ONE=1\n\n# Gone.\nGONE=\n\n# UNTOLD=\n');
  write(
    'apps/api/src/config.ts',
    "import { z } from 'zod';\nz.object({\n  ONE: z.string(),\n  SECRET: z.string(),\n});",
  );
  write('apps/api/src/a.test.ts', 'env.ONLY_IN_A_TEST;');
  write('apps/api/src/color.ts', "process.env['NO_COLOR']; env.UNTOLD");
  write('packages/testkit/src/server.ts', 'process.env.ONE');
  write('turbo.json', JSON.stringify({ tasks: { test: { env: ['OTHER'] } } }));
  expect(checkEnvironment(folder).map(({ variable, what }) => `${variable}: ${what}`)).toEqual([
    'SECRET: apps/api/src/config.ts reads it, and .env.example does not explain it',
    'GONE: .env.example explains it, and nothing reads it',
    'UNTOLD: .env.example names it without a word of explanation',
    'OTHER: turbo.json passes it to test, and .env.example does not explain it',
    'ONE: turbo.json hides it from test, where packages/testkit/src/server.ts reads it',
  ]);
});

test('knows the ways to read a variable', () => {
  expect([...variablesOf(`env.A_B; process.env['C1']; options.env["DD"]; env.lower; environment.X`)]).toEqual(
    ['A_B', 'C1', 'DD'],
  );
});

test('takes no condition of Prisma and no key of a text for a variable', () => {
  const code =
    "import { z } from 'zod';\n  ONE: z.string(),\n  OR: [{ id }],\n  NOT: { id },\n  POST: 'a post',\n";
  expect([...variablesOf(code)]).toEqual(['ONE']);
});

test('takes the comment directly above as the explanation', () => {
  expect([...explainedVariables('# a\n\n# b\n# c\nX1=1\n# Y1=\n')]).toEqual([
    ['X1', 'b c'],
    ['Y1', ''],
  ]);
});
