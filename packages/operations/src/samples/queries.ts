import { setTimeout as sleep } from 'node:timers/promises';

import { type Client, withConnection } from '@agora/postgres';

import { type Call, type Seen, type Source, windowOf } from './source.ts';

/** A query that is timed. */
interface TimedQuery {
  readonly name: string;
  readonly sql: string;
  readonly control: boolean;
  /** In which rounds it is asked: each of so many; every one unless given. */
  readonly every?: number;
}

/** Milliseconds between two rounds. */
const PAUSE_MS = 40;
/** Milliseconds that a query may take. */
const PATIENCE_MS = 1000;

/**
 * What no migration changes, in several sizes: whoever is slowed by the machine and not by the deploy is slowed like the
 * one of these that is most like it.
 */
export const controlQueries: readonly TimedQuery[] = [
  {
    name: 'control: a lookup',
    sql: `SELECT a.attname FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid WHERE c.relname = 'pg_class'`,
  },
  // Records of the log that nobody reads: what a write costs, without a table.
  {
    name: 'control: a write',
    sql: `SELECT count(pg_catalog.pg_logical_emit_message(true, 'agora', 'watch')) FROM pg_catalog.generate_series(1, 300)`,
  },
  {
    name: 'control: a scan',
    sql: 'SELECT a.attnum, count(*) FROM pg_catalog.pg_attribute a, pg_catalog.generate_series(1, 3) GROUP BY 1',
  },
  { name: 'control: arithmetic', sql: 'SELECT sum(i) FROM pg_catalog.generate_series(1, 5000) AS s(i)' },
  {
    name: 'control: long arithmetic',
    sql: 'SELECT sum(i) FROM pg_catalog.generate_series(1, 40000) AS s(i)',
  },
  // What takes long is held up more often; asked in every round it would be a load itself.
  {
    name: 'control: longest arithmetic',
    sql: 'SELECT sum(i) FROM (SELECT pg_catalog.generate_series(1, 160000) AS i) AS s',
    every: 4,
  },
].map((query) => ({ ...query, control: true }));

/**
 * Times queries in rounds on a connection of their own, each in a transaction that is rolled back. The order turns, so that
 * none always comes after the same.
 */
export function queriesSource(url: string, queries: readonly TimedQuery[]): Source {
  const calls = new Map<string, Call[]>();
  let running: { stop: AbortController; done: Promise<void> } | undefined;
  const note = (name: string, call: Call): void => {
    calls.set(name, [...(calls.get(name) ?? []), call]);
  };
  const pause = async (): Promise<void> => {
    running?.stop.abort();
    await running?.done;
    running = undefined;
  };
  return {
    async begin() {
      calls.clear();
      const stop = new AbortController();
      running = { stop, done: rounds(url, queries, note, stop.signal) };
    },
    cut: async () => {
      const seen = queries.map(({ name, control }): Seen => ({
        name,
        control,
        ...windowOf(calls.get(name) ?? []),
      }));
      calls.clear();
      return seen;
    },
    pause,
    close: pause,
  };
}

async function rounds(
  url: string,
  queries: readonly TimedQuery[],
  note: (name: string, call: Call) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await withConnection(
        {
          url,
          applicationName: 'agora watch',
          statementTimeoutMs: PATIENCE_MS,
          connectTimeoutMs: PATIENCE_MS,
        },
        async (client) => {
          for (let round = 0; !signal.aborted; round += 1) {
            for (const at of queries.keys()) {
              const query = queries[(at + round) % queries.length]!;
              if (round % (query.every ?? 1) !== 0) continue;
              note(query.name, await timed(client, query.sql));
              if (signal.aborted) return;
            }
            await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
          }
        },
      );
    } catch {
      // The connection is lost, or was not to be had: each query has failed once, and all are tried again.
      for (const { name } of queries) note(name, { ok: false, ms: PATIENCE_MS });
      await sleep(PATIENCE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** What EXPLAIN takes. */
const EXPLAINED = /^\s*(?:select|insert|update|delete|merge|with|values|table)\b/i;

/**
 * By EXPLAIN the server times the query itself, so that a client that is kept waiting for the processor does not count.
 * @throws what the loss of the connection gives
 */
async function timed(client: Client, sql: string): Promise<Call> {
  await client.query('BEGIN');
  const text = EXPLAINED.test(sql) ? `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${sql}` : sql;
  const begun = performance.now();
  const result = await client.query<Record<string, unknown>>(text).catch(() => undefined);
  const ms = performance.now() - begun;
  await client.query('ROLLBACK');
  return { ok: result !== undefined, ms, serverMs: serverTime(result?.rows[0]?.['QUERY PLAN']) };
}

/** Planning and execution, in milliseconds; of 0 no logarithm is to be had. */
function serverTime(plans: unknown): number | undefined {
  const plan: unknown = Array.isArray(plans) ? plans[0] : undefined;
  if (typeof plan !== 'object' || plan === null) return undefined;
  const times = new Map<string, unknown>(Object.entries(plan));
  const [planning, execution] = [Number(times.get('Planning Time')), Number(times.get('Execution Time'))];
  return planning + execution > 0 ? planning + execution : undefined;
}
