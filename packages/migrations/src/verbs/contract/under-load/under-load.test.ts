import { everyThird, slowTests } from '@agora/testkit';
import { expect, it } from 'vitest';

import { loadCases } from './cases.fixture.ts';
import { runCourse } from './course.fixture.ts';

// 64 clients for a minute, killed and taken back at every point: pnpm --filter @agora/migrations expand-under-load
it.each(everyThird(loadCases))(
  'no client fails and nothing is lost through expansion, abort and contraction: $title',
  async (change) => {
    const { faults, courses, times } = await runCourse(change, {
      clients: 3,
      thinkMs: 15,
      rows: 2000,
      kills: slowTests ? 1 : 0,
      abort: slowTests ? 'everywhere' : 'at the end',
      leastMs: 0,
    });
    expect(faults).toEqual([]);
    expect(courses).toBe(1);
    expect(times.length).toBeGreaterThan(100);
  },
  300_000,
);
