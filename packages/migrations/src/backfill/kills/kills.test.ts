import { expect, test } from 'vitest';

import { killBackfills } from './kills.fixture.ts';

// 200 kills: pnpm --filter @agora/migrations kill-backfills
test('killed at random moments, it skips no row and does none twice', async () => {
  const { kills, faults } = await killBackfills(20);
  expect(faults).toEqual([]);
  expect(kills).toBe(20);
}, 300_000);
