import { AgoraError } from '@agora/core';
import { type Client, withConnection } from '@agora/postgres';

const WATCH_EVERY_MS = 1000;

/** Ends the sessions of databases of a server that have grown too large, before the disk is full. */
export class SizeWatch {
  readonly #limitMb: number;
  readonly #names = new Set<string>();
  readonly #stopped = new Set<string>();
  readonly #running: Promise<void>;
  #round: Promise<void> = Promise.resolve();
  #end = (): void => {};

  /** Looks, on a connection of its own, until it is closed. */
  constructor(adminUrl: string, limitMb: number) {
    this.#limitMb = limitMb;
    const ended = new Promise<void>((resolve) => (this.#end = resolve));
    this.#running = withConnection(
      { url: adminUrl, applicationName: 'agora proof (watch)' },
      async (watcher) => {
        let looking = false;
        const timer = setInterval(() => {
          if (looking || this.#names.size === 0) return;
          looking = true;
          this.#round = this.#look(watcher).finally(() => (looking = false));
        }, WATCH_EVERY_MS);
        await ended;
        clearInterval(timer);
        await this.#round;
      },
    );
    // Who waits for it hears of it.
    this.#running.catch(() => undefined);
  }

  add(name: string): void {
    this.#names.add(name);
  }

  delete(name: string): void {
    this.#names.delete(name);
  }

  async close(): Promise<void> {
    this.#end();
    await this.#running;
  }

  /** An error as it is, or what it comes from: a session that the watch has ended. */
  async explain(name: string, error: unknown): Promise<unknown> {
    // A session may hear that it was ended before the watch hears whom it has ended.
    await this.#round;
    return this.#stopped.has(name) ? tooLarge(this.#limitMb, error) : error;
  }

  #look(watcher: Client): Promise<void> {
    return (
      watcher
        .query<{ name: string }>(
          `SELECT d.datname AS name, pg_terminate_backend(a.pid) FROM pg_database d JOIN pg_stat_activity a ON a.datid = d.oid
           WHERE d.datname = ANY ($1) AND pg_database_size(d.oid) > $2::int8 * 1048576`,
          [[...this.#names], this.#limitMb],
        )
        .then(({ rows }) => rows.forEach((row) => this.#stopped.add(row.name)))
        // A database that is dropped meanwhile fails the query; the next round sees the others.
        .catch(() => undefined)
    );
  }
}

/** The error of a script that outgrew its scratch database. */
function tooLarge(limitMb: number, cause: unknown): AgoraError {
  return new AgoraError({
    code: 'migrations.scratch_too_large',
    message: `The script was stopped: its scratch database grew beyond ${limitMb} MB.`,
    why: 'On made-up rows a query can produce far more than on yours, such as one that follows a circle.',
    fix: 'Raise the limit if the size is right; else look for a recursive query without a stop.',
    cause,
  });
}
