import { expect, test } from 'vitest';

import { crashRuns } from './crash.fixture.ts';

// Every boundary, 200 kills: pnpm --filter @agora/migrations crash
test('killed at every tenth boundary, and shortly after,, the next run finishes the work', async () => {
  const report = await crashRuns(10);
  expect(report.unexplained).toEqual([]);
  expect(report.kills).toBeGreaterThan(15);
}, 120_000);
