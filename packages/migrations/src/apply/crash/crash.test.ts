import { expect, test } from 'vitest';

import { crashRuns, sampledPoints } from './crash.fixture.ts';

// 200 kills, at every boundary and in mid-statement: pnpm --filter @agora/migrations crash
test('killed at any kind of moment, the next run finishes the work', async () => {
  const report = await crashRuns(sampledPoints);
  expect(report.unexplained).toEqual([]);
  expect(report.kills).toBeGreaterThan(30);
}, 300_000);
