import { expect, vi } from 'vitest';
import type { Forum } from './forum/forum.fixture.ts';

/**
 * How long a refused login takes with one address, as a part of how long it takes with another. Each in turn, and the
 * quickest of each counts: whatever else the machine does only adds, and goes away with more attempts, of which there
 * are so many that the times are alike, or will never be.
 */
export async function loginTimeRatio(forum: Forum, one: string, other: string): Promise<number> {
  const best = { [one]: Number.POSITIVE_INFINITY, [other]: Number.POSITIVE_INFINITY };
  const ratio = (): number => (best[one] ?? 0) / (best[other] ?? 0);
  const alike = (): boolean => ratio() > 1 / 3 && ratio() < 3;
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    for (let attempt = 0; attempt < 9 || (attempt < 100 && !alike()); attempt += 1) {
      for (const email of [one, other]) {
        const payload = { email, password: 'a guess' };
        const start = performance.now();
        const answer = await forum.app.inject({ method: 'POST', url: '/c/techcorp/auth/login', payload });
        best[email] = Math.min(best[email] ?? 0, performance.now() - start);
        expect(answer.statusCode).toBe(401);
      }
      // The limits of guessing are another matter: each attempt is one of a window of its own.
      vi.advanceTimersByTime(3_600_000);
    }
  } finally {
    vi.useRealTimers();
  }
  return ratio();
}
