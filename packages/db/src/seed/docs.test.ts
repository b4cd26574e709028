import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findWorkspaceRoot } from '@agora/postgres';
import { expect, test } from 'vitest';
import { seedErrorCodes } from './error-codes.ts';
import { demo } from './profiles/demo.ts';
import { renderThread } from './render-thread.ts';

test('docs/seeds.md shows a thread as the seeds make it, and every error code', () => {
  const page = readFileSync(path.join(findWorkspaceRoot(import.meta.dirname), 'docs', 'seeds.md'), 'utf8');
  expect(page).toContain(
    renderThread(demo, 'Two people buy the last switch cover at the same time. What now?'),
  );
  for (const code of Object.keys(seedErrorCodes)) expect(page).toContain(`\`${code}\``);
});
