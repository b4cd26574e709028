import { type Client, inTransaction, type Statement } from '@agora/postgres';

import { runScript, type ScriptObserver } from '../proof/replay.ts';
import type { Script } from '../project/folder.ts';
import { compareModes } from '../lint/locks/lock-mode.ts';
import { changesOf, impliedLocks } from './changes.ts';
import { LockSampler } from './lock-sampler.ts';
import { type SeenStatement, tracedStatements } from './seen-statements.ts';
import { type HeldLock, readSessionState, type Relation, type SessionState } from './session-state.ts';
import type { TracedStatement } from './trace.ts';

/**
 * Runs a script as a deploy would and looks at its session before and after each statement.
 * @param client a connection to a scratch database, with no transaction open
 * @param watcher another one to the same
 * @throws AgoraError `migrations.script_failed`
 */
export async function traceScript(
  client: Client,
  watcher: Client,
  script: Script,
): Promise<readonly TracedStatement[]> {
  const trace = await ScriptTrace.begin(client, watcher, script.sql);
  try {
    await runScript(client, script, trace.observer);
  } finally {
    await trace.end();
  }
  return trace.result();
}

class ScriptTrace {
  readonly #client: Client;
  readonly #pid: number;
  readonly #sql: string;
  readonly #sampler: LockSampler;
  readonly #there: ReadonlySet<number>;
  /** All that have been met, gone ones included. */
  readonly #relations: Map<number, Relation>;
  readonly #done: SeenStatement[] = [];
  /** Of the transaction under way. */
  #open: SeenStatement[] = [];
  #transactions = 0;
  /** The state after the last statement, as long as its transaction goes on. */
  #now: SessionState | undefined;
  #ms = 0;

  static async begin(client: Client, watcher: Client, sql: string): Promise<ScriptTrace> {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
    const pid = rows[0]?.pid ?? 0;
    // A session counts only what its own process reads.
    await client.query('SET max_parallel_workers_per_gather = 0');
    return new ScriptTrace(client, new LockSampler(watcher, pid), {
      pid,
      sql,
      state: await readSessionState(client, pid),
    });
  }

  private constructor(
    client: Client,
    sampler: LockSampler,
    { pid, sql, state }: { readonly pid: number; readonly sql: string; readonly state: SessionState },
  ) {
    this.#client = client;
    this.#sampler = sampler;
    this.#pid = pid;
    this.#sql = sql;
    this.#there = new Set(state.relations.keys());
    this.#relations = new Map(state.relations);
  }

  readonly observer: ScriptObserver = {
    attempt: () => {
      this.#open = [];
      this.#now = undefined;
    },
    beforeStatement: async () => {
      this.#now ??= await this.#look();
      if (!inTransaction(this.#client)) await this.#sampler.start();
    },
    ended: (_, { ms }) => {
      this.#ms = ms;
    },
    afterStatement: (statement) => this.#after(statement),
    committed: () => {
      this.#done.push(...this.#open);
      this.#open = [];
      this.#now = undefined;
      this.#transactions += 1;
    },
  };

  /** A statement that failed leaves the sampler looking. */
  async end(): Promise<void> {
    await this.#sampler.stop();
  }

  result(): readonly TracedStatement[] {
    return tracedStatements(this.#done, { relations: this.#relations, there: this.#there });
  }

  async #after(statement: Statement): Promise<void> {
    const inside = inTransaction(this.#client);
    const sampled = inside ? [] : await this.#sampler.stop();
    const before = this.#now ?? (await this.#look());
    const after = await this.#look();
    const had = new Set(before.locks.map(lockKey));
    this.#open.push({
      statement,
      column: statement.offset - this.#sql.lastIndexOf('\n', statement.offset - 1),
      ms: this.#ms,
      transaction: inside ? this.#transactions : undefined,
      taken: inside ? after.locks.filter((lock) => !had.has(lockKey(lock))) : [],
      sampled: sampled.map((lock) => ({ ...lock, gone: !after.relations.has(lock.oid) })),
      implied: inside ? [] : unseen(impliedLocks({ before, after }), sampled),
      changes: changesOf({ text: statement.text, before, after, there: this.#there }),
    });
    this.#now = inside ? after : undefined;
  }

  async #look(): Promise<SessionState> {
    const state = await readSessionState(this.#client, this.#pid);
    for (const [oid, relation] of state.relations) this.#relations.set(oid, relation);
    return state;
  }
}

const lockKey = ({ oid, mode }: HeldLock): string => `${oid} ${mode}`;

/** Those of which no sample shows as strong a one. */
function unseen(implied: readonly HeldLock[], sampled: readonly HeldLock[]): readonly HeldLock[] {
  return implied.filter(
    ({ oid, mode }) => !sampled.some((lock) => lock.oid === oid && compareModes(lock.mode, mode) >= 0),
  );
}
