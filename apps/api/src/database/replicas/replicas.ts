import { setTimeout as sleep } from 'node:timers/promises';
import { settleTls } from '@agora/postgres';
import type { Config } from '../../config.ts';
import { Database } from '../database.ts';
import { assertRoleIsBound } from '../role/role-guard.ts';
import { inTime, patienceMs } from './in-time.ts';
import { LagRuler } from './lag.ts';
import { beginning, placeOf, type Position, unreached } from './position.ts';
import { primaryStateSql } from './primary-state.sql.ts';
import { replicaStateSql } from './replica-state.sql.ts';

/** Milliseconds between two looks at the primary and its replicas. */
const lookMs = 1000;

/** Says what becomes of a replica, as pino takes it. */
type Say = (facts: object, message: string) => void;

/** One that is looked after. */
interface Replica {
  /** Host and port: a URL holds a password. */
  readonly name: string;
  readonly database: Database;
  /** Why it is not read from; empty while it is, undefined before the first look. */
  fault: string | undefined;
  /** As far as the last look saw. */
  replayed: Position;
  /** Whether row-level security was seen to bind the API there. */
  bound: boolean;
}

/**
 * The streaming replicas of the primary. One that does not answer, has fallen too far behind, is of another system or is
 * no replica any more is left out until a look finds it well again. Without any configured nothing is looked at.
 */
export class Replicas {
  readonly #primary: Database;
  readonly #settings: Config['database'];
  readonly #loginToo: boolean;
  readonly #say: Say;
  readonly #ruler: LagRuler;
  readonly #ending = new AbortController();
  #all: readonly Replica[] | undefined;
  #turn = 0;
  #watching: Promise<void> | undefined;

  /** Connects to nothing yet. */
  constructor(primary: Database, config: Pick<Config, 'database' | 'environment'>, say: Say) {
    this.#primary = primary;
    this.#settings = config.database;
    this.#loginToo = config.environment === 'production';
    this.#say = say;
    this.#ruler = new LagRuler(config.database.replicas.maxLagMs);
  }

  /** Whether there are any at all. */
  get configured(): boolean {
    return this.#settings.replicas.urls.length > 0;
  }

  /**
   * The next that may be read from, one that is known to have come as far before others; undefined: ask the primary. The
   * first call begins to look after them.
   */
  pick(since: Position): Database | undefined {
    if (!this.configured) return undefined;
    this.#watching ??= this.#watch();
    const usable = this.#all?.filter(({ fault }) => fault === '') ?? [];
    const far = usable.filter(({ replayed }) => placeOf(replayed) >= placeOf(since));
    const among = far.length > 0 ? far : usable;
    this.#turn += 1;
    return among[this.#turn % among.length]?.database;
  }

  /** How far the primary has written: whoever has replayed it has all that was committed before. */
  async written(): Promise<Position> {
    // Unknown while the primary does not answer: then no replica counts as having it all.
    const state = await this.#primary.one(undefined, primaryStateSql({})).catch(() => undefined);
    return state?.written ?? unreached;
  }

  /** Each replica by host and port, and whether it is read from. */
  get states(): readonly { readonly replica: string; readonly used: boolean }[] {
    return (this.#all ?? []).map(({ name, fault }) => ({ replica: name, used: fault === '' }));
  }

  /** Whether a pool is that of a replica. */
  has(pool: object): boolean {
    return this.#all?.some(({ database }) => database === pool) ?? false;
  }

  /** Looks at the primary and all replicas, once. */
  async look(): Promise<void> {
    this.#all ??= await this.#open();
    const asked = this.#primary.one(undefined, primaryStateSql({}));
    const primary = await inTime(asked).catch(() => undefined);
    // While the primary does not answer nothing new is written: what was young stays so.
    if (primary !== undefined) this.#ruler.note(primary.flushed, performance.now());
    await Promise.all(this.#all.map((replica) => this.#judge(replica, primary?.system)));
  }

  /** Ends looking, and closes the connections. */
  async close(): Promise<void> {
    this.#ending.abort();
    await this.#watching;
    await Promise.all((this.#all ?? []).map(({ database }) => database.close()));
  }

  async #watch(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      await this.look().catch((error: unknown) =>
        this.#say({ err: error }, 'The replicas could not be looked at.'),
      );
      await sleep(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  #open(): Promise<Replica[]> {
    const { urls } = this.#settings.replicas;
    const connectTimeoutMs = Math.min(this.#settings.connectTimeoutMs, patienceMs);
    return Promise.all(
      urls.map(async (url) => {
        // One that is away now is as its URL says once it comes.
        const settled = await settleTls({ url, connectTimeoutMs }).catch(() => url);
        const database = new Database(
          { ...this.#settings, url: settled, connectTimeoutMs },
          { replica: true },
        );
        return { name: new URL(url).host, database, fault: undefined, replayed: beginning, bound: false };
      }),
    );
  }

  async #judge(replica: Replica, system: string | undefined): Promise<void> {
    const { database, name } = replica;
    const asked = this.#faultOf(replica, system);
    const fault = await inTime(asked).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    const before = replica.fault;
    replica.fault = fault ?? 'it does not answer.';
    if (replica.fault === before) return;
    this.#say(
      { replica: name, replayed: replica.replayed, connections: database.pool.total },
      replica.fault === '' ? 'A replica is read from.' : `A replica is left out: ${replica.fault}`,
    );
  }

  /** Why it may not be read from; empty when it may. */
  async #faultOf(replica: Replica, system: string | undefined): Promise<string> {
    const { database } = replica;
    const state = await database.one(undefined, replicaStateSql({}));
    if (state === undefined || !state.standby || state.replayed === null) return 'it is no replica.';
    if (system !== undefined && state.system !== system) return 'it is a replica of another server.';
    replica.replayed = state.replayed;
    if (!this.#ruler.isYoung(state.replayed)) return 'it has fallen behind.';
    if (!replica.bound) {
      await assertRoleIsBound(database, { loginToo: this.#loginToo });
      replica.bound = true;
    }
    return '';
  }
}
