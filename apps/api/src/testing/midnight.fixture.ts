import { setTimeout as sleep } from 'node:timers/promises';

const dayMs = 86_400_000;

/** Waits over the end of the day where it is near: what is counted by the day (of UTC) must not fall into two. */
export async function awayFromMidnight(marginMs = 20_000): Promise<void> {
  const left = dayMs - (Date.now() % dayMs);
  if (left < marginMs) await sleep(left + 1000);
}
