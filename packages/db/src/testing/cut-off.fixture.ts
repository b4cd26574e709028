import { setTimeout as wait } from 'node:timers/promises';
import { withConnection } from '@agora/postgres';

/** One run to be cut off. */
export interface CutOff {
  /** `application_name` of its sessions. */
  readonly application: string;
  /** Milliseconds between its first session and the end. */
  readonly afterMs: number;
  /** Begins it; resolves when it has come to its end, and rejects when it was cut off. */
  readonly begin: () => Promise<unknown>;
  /** Cuts it off; by default the server ends its sessions. */
  readonly kill?: () => unknown;
}

/**
 * Cuts a run off in the middle, and returns when nothing of it goes on: a session that was ended while it commits ends
 * after its client knows.
 * @returns how many milliseconds the run took from its first session on, if it had come to its end before
 */
export async function cutOff(url: string, run: CutOff): Promise<number | undefined> {
  const sessions = `FROM pg_stat_activity WHERE datname = current_database() AND application_name = '${run.application}'`;
  return withConnection(url, async (client) => {
    const connected = async (): Promise<boolean> => (await client.query(`SELECT ${sessions}`)).rowCount! > 0;
    const endAll = (): Promise<unknown> => client.query(`SELECT pg_terminate_backend(pid) ${sessions}`);
    const state = { over: false };
    const running = run
      .begin()
      .then(
        () => true,
        () => false,
      )
      .finally(() => (state.over = true));
    // Only a run that has begun can be cut off.
    while (!state.over && !(await connected())) await wait(5);
    const began = performance.now();
    await Promise.race([running, wait(run.afterMs)]);
    const tookMs = performance.now() - began;
    if (!state.over) await (run.kill ?? endAll)();
    const ended = await running;
    while (await connected()) await wait(5);
    return ended ? tookMs : undefined;
  });
}
