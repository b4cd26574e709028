import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ApiError } from '../../api-error.ts';
import { noListeners, type QueryEvent, queryChannel } from '../../database/query-channel.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { tableActivitySql } from './table-activity.sql.ts';

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Memory, processor and event loop are the process's, however many APIs live in it. */
let processMetrics: Registry | undefined;

function metricsOfProcess(): Registry {
  if (processMetrics === undefined) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
}

/**
 * Counts and times what the API does, and serves it at /metrics in Prometheus' format. In production the address
 * exists only with a token.
 */
export function metricsRoutes(app: App, { config, database, replicas, media }: Dependencies): void {
  const { token } = config.metrics;
  if (token === undefined && config.environment === 'production') return;
  const registers = [new Registry()];

  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the arrival of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  app.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    // The pattern, never the address itself: each label value is a series that Prometheus keeps.
    const route = request.routeOptions.url ?? 'none';
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });

  const queries = new Histogram({
    name: 'agora_query_duration_seconds',
    help: 'Time of a batch of statements, with the wait for a connection',
    labelNames: ['statements', 'outcome'],
    buckets: seconds,
    registers,
  });
  const started = new WeakMap<QueryEvent, number>();
  const listeners = {
    ...noListeners,
    start: (event: QueryEvent) => {
      if (event.database === database || replicas.has(event.database)) started.set(event, performance.now());
    },
    asyncEnd: (event: QueryEvent) => {
      const start = started.get(event);
      if (start === undefined) return;
      const outcome = event.error === undefined ? 'done' : 'failed';
      queries.observe(
        { statements: event.statements.join(' '), outcome },
        (performance.now() - start) / 1000,
      );
    },
  };
  queryChannel.subscribe(listeners);
  app.addHook('onClose', () => {
    queryChannel.unsubscribe(listeners);
  });

  const pool = new Gauge({
    name: 'agora_pool_connections',
    help: 'Connections of the pool, and requests that wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      const { total, idle, waiting } = database.pool;
      this.set({ state: 'busy' }, total - idle);
      this.set({ state: 'idle' }, idle);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  pool.reset();

  const used = new Gauge({
    name: 'agora_replica_used',
    help: 'Whether a replica is read from: 0 while it is left out',
    labelNames: ['replica'],
    registers,
    collect() {
      this.reset();
      for (const { replica, used: is } of replicas.states) this.set({ replica }, is ? 1 : 0);
    },
  });
  used.reset();

  const mediaReads = new Counter({
    name: 'agora_media_reads_total',
    help: 'Media asked for: read from the store and checked, still kept from before, missing, or corrupt, which is an alarm',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(media.counts)) this.inc({ outcome }, count);
    },
  });
  mediaReads.reset();

  const inserted = new Counter({
    name: 'agora_rows_inserted_total',
    help: 'Rows inserted into a table, all communities together, as the database server counts',
    labelNames: ['table'],
    registers,
  });
  const ledgerEntries = new Counter({
    name: 'agora_ledger_entries_total',
    help: 'Entries posted to the ledger, all communities together',
    registers,
  });
  const ledgerChanges = new Counter({
    name: 'agora_ledger_changes_total',
    help: 'Ledger entries changed or deleted: always 0, or something got past the triggers',
    registers,
  });
  const up = new Gauge({
    name: 'agora_database_up',
    help: 'Whether the database answered this scrape',
    registers,
  });

  app.get('/metrics', { logLevel: 'warn', schema: { hide: true } }, async (request, reply) => {
    if (token !== undefined && !bears(request.headers.authorization, token)) {
      throw new ApiError('auth.required', 'The metrics need their own token.', {
        headers: { 'www-authenticate': 'Bearer' },
      });
    }
    // A database that does not answer is a figure as well: up is 0.
    const [activity] = await database.run(undefined, tableActivitySql({})).catch(() => []);
    up.set(activity === undefined ? 0 : 1);
    for (const counter of [inserted, ledgerEntries, ledgerChanges]) counter.reset();
    for (const { table, inserted: rows, changed } of activity ?? []) {
      inserted.inc({ table }, rows);
      if (table !== 'point_transactions') continue;
      ledgerEntries.inc(rows);
      ledgerChanges.inc(changed);
    }
    const all = Registry.merge([metricsOfProcess(), ...registers]);
    return reply.type(all.contentType).send(await all.metrics());
  });
}

/** Whether a header bears a token; in a time that does not tell how much of it is right. */
function bears(authorization: string | undefined, token: string): boolean {
  const [given, wanted] = [Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
