import { setTimeout as sleep } from 'node:timers/promises';
import { hostsOf } from '@agora/postgres';
import { Database, type DatabaseSettings } from '../database.ts';
import { hostStateSql } from './host-state.sql.ts';
import { inTime, patienceMs } from './in-time.ts';

/** Milliseconds between two looks at the hosts. */
const lookMs = 1000;

/**
 * Follows the primary where DATABASE_URL names several hosts, as `target_session_attrs=read-write` of libpq does for one
 * connection: after a failover the pool moves to the host that takes writes, without a restart. Of one host nothing is
 * asked.
 */
export class PrimaryWatch {
  readonly #database: Database;
  readonly #hosts: readonly { readonly url: string; readonly asked: Database }[];
  readonly #ending = new AbortController();
  #watching: Promise<void> | undefined;

  /** Connects to nothing yet. */
  constructor(database: Database, settings: DatabaseSettings) {
    this.#database = database;
    const urls = hostsOf(settings.url);
    const connectTimeoutMs = Math.min(settings.connectTimeoutMs, patienceMs);
    const means = { ...settings, poolSize: 1, connectTimeoutMs, statementTimeoutMs: patienceMs };
    this.#hosts =
      urls.length < 2
        ? []
        : urls.map((url) => ({ url, asked: new Database({ ...means, url }, { replica: true }) }));
  }

  /** Goes to the primary now, and to wherever it is later. */
  async start(): Promise<void> {
    if (this.#hosts.length === 0) return;
    await this.look();
    this.#watching = this.#watch();
  }

  /** Asks all hosts once. Where none takes writes it stays where it is. */
  async look(): Promise<void> {
    const timelines = await Promise.all(
      this.#hosts.map(async ({ url, asked }) => {
        // A host that does not answer takes no writes.
        const state = await inTime(asked.one(undefined, hostStateSql({}))).catch(() => undefined);
        return { url, timeline: state?.timeline ?? 0 };
      }),
    );
    const most = Math.max(...timelines.map(({ timeline }) => timeline));
    const [primary] = timelines.filter(({ timeline }) => timeline === most && timeline > 0);
    if (primary !== undefined) this.#database.moveTo(primary.url);
  }

  /** Ends looking, and closes its connections. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#watching;
    await Promise.all(this.#hosts.map(({ asked }) => asked.close()));
  }

  async #watch(): Promise<void> {
    const { signal } = this.#ending;
    for (;;) {
      await sleep(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await this.look();
    }
  }
}
