import { setTimeout as sleep } from 'node:timers/promises';

const dayMs = 86_400_000;

/**
 * Waits over the end of the day where it is near: what is counted by the day (of UTC) must not fall into two. Comes
 * before everything that is counted, and so in a `beforeAll`.
 * @param marginMs longer than what follows takes on a busy machine, shorter than a hook may take
 */
export async function awayFromMidnight(marginMs = 120_000): Promise<void> {
  const left = dayMs - (Date.now() % dayMs);
  if (left < marginMs) await sleep(left + 1000);
}
