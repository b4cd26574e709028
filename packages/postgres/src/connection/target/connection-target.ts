import { Client as PgClient, Connection, type ClientConfig } from 'pg';
import { readUrl, type UrlParts } from './database-url.ts';
import { readTls, type Tls } from './tls.ts';

/** Where a URL leads, and what it takes to connect. */
export interface ConnectionTarget extends UrlParts {
  readonly tls: Tls;
  /** Milliseconds; undefined unless the URL says so, 0 for ever. */
  readonly connectTimeoutMs: number | undefined;
}

/**
 * Reads a database URL with what TLS and time it wants.
 * @param directory where relative paths of certificates start; default the working directory
 * @throws postgres.invalid_url, postgres.certificate_unreadable
 */
export function readTarget(url: string, directory = '.'): ConnectionTarget {
  const parts = readUrl(url);
  const seconds = parts.parameters.get('connect_timeout') ?? '';
  return {
    ...parts,
    // A socket of this machine is never encrypted.
    tls: parts.host.startsWith('/') ? { mode: 'disable', options: {} } : readTls(parts.parameters, directory),
    // libpq: zero and less wait without end.
    connectTimeoutMs: seconds === '' ? undefined : Math.max(0, Number(seconds)) * 1000,
  };
}

/**
 * The transaction pooler that a URL says it leads to, in Prisma's words: `pgbouncer=true`, and `statement_cache_size=100`
 * beside it where the pooler follows prepared statements. Undefined: to the server, or to what behaves like it.
 */
export function poolerOf(url: string): { readonly prepares: boolean } | undefined {
  const { parameters } = readUrl(url);
  if (parameters.get('pgbouncer') !== 'true') return undefined;
  return { prepares: Number(parameters.get('statement_cache_size') ?? 0) > 0 };
}

/** Whether a URL says that it leads to the coordinator of a Citus cluster: `citus=true`. */
export function leadsToCitus(url: string): boolean {
  return readUrl(url).parameters.get('citus') === 'true';
}

/** Parameters of a URL that the session begins with. */
const settings = [
  'application_name',
  'fallback_application_name',
  'client_encoding',
  'idle_in_transaction_session_timeout',
  'lock_timeout',
  'options',
  'replication',
  'sslnegotiation',
  'statement_timeout',
] as const;

/**
 * What `pg` needs for a client or a pool, where it would read a URL in a way of its own: it checks certificates that
 * libpq and Prisma do not check, and writes a warning.
 * @param target a URL, or what was read of one
 * @param more goes before what the URL says, but for `application_name`. Through a transaction pooler, which refuses
 *   whoever brings settings of a session, it is without them, and the client itself ends a statement at its limit
 */
export function clientConfig(target: ConnectionTarget | string, more: ClientConfig = {}): ClientConfig {
  const { host, port, user, password, database, tls, parameters, connectTimeoutMs } =
    typeof target === 'string' ? readTarget(target) : target;
  const given = settings.flatMap((name) => {
    const value = parameters.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const name = parameters.get('application_name');
  const wanted = parameters.get('pgbouncer') === 'true' ? withoutSettings(more) : more;
  const config: ClientConfig = {
    host,
    port,
    user,
    database,
    ...(password === undefined ? {} : { password }),
    ...(connectTimeoutMs === undefined ? {} : { connectionTimeoutMillis: connectTimeoutMs }),
    ssl: tls.mode === 'disable' ? false : tls.options,
    ...Object.fromEntries(given),
    ...wanted,
    ...(name === null ? {} : { application_name: name }),
  };
  // A pool makes its clients of this class.
  return tls.mode === 'prefer' ? Object.assign(config, { Client: PreferringClient }) : config;
}

function withoutSettings(given: ClientConfig): ClientConfig {
  const refused: readonly string[] = settings.filter((name) => name !== 'application_name');
  const { statement_timeout: limit } = given;
  return {
    // Or nothing would end a statement that waits for a lock.
    ...(typeof limit === 'number' && limit > 0 ? { query_timeout: limit } : {}),
    ...Object.fromEntries(Object.entries(given).filter(([name]) => !refused.includes(name))),
  };
}

/**
 * The same for a pool whose clients are of a class of its own. Such a pool cannot try: where the URL prefers TLS it
 * connects without, unless `settleTls` has found out what the server offers.
 */
export function poolConfig(url: string, more: ClientConfig = {}): ClientConfig {
  const { Client: _, ...config }: ClientConfig & { Client?: unknown } = clientConfig(url, more);
  return readTarget(url).tls.mode === 'prefer' ? { ...config, ssl: false } : config;
}

/** A client of the class that {@link clientConfig} names. */
export function makeClient(config: ClientConfig): PgClient {
  return 'Client' in config && config.Client === PreferringClient
    ? new PreferringClient(config)
    : new PgClient(config);
}

/** A client that asks for TLS, and goes on without it where the server has none. */
class PreferringClient extends PgClient {
  constructor(config: ClientConfig) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg's types leave out that a client takes its connection
    super({ ...config, connection: new PreferringConnection(config) } as ClientConfig);
  }
}

/** pg gives up a connection on which the server answers a request for TLS with N, and libpq goes on with it. */
class PreferringConnection extends Connection {
  // pg's own types do not have it.
  connect(port: number, host: string): void {
    const inherited: unknown = Reflect.get(Connection.prototype, 'connect');
    if (typeof inherited !== 'function') throw new Error('This version of pg has no Connection.connect.');
    inherited.call(this, port, host);
    const { stream } = this;
    const [ours] = stream.listeners('data');
    if (ours === undefined) return;
    stream.removeAllListeners('data');
    stream.once('data', (answer: Buffer) => {
      if (answer.toString('latin1') !== 'N') {
        Reflect.apply(ours, stream, [answer]);
        return;
      }
      const attach: unknown = Reflect.get(this, 'attachListeners');
      if (typeof attach === 'function') attach.call(this, stream);
      this.emit('sslconnect');
    });
  }
}
