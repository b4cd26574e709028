import type { CustomTypesConfig, QueryResultRow } from 'pg';

declare const row: unique symbol;

/** A statement with its parameters, as pg takes them. */
export interface Statement<Row extends QueryResultRow = QueryResultRow> {
  /** Prepared under this name, once a connection. It may not depend on the values. Without one it is parsed each time. */
  readonly name?: string | undefined;
  readonly text: string;
  readonly values?: readonly unknown[] | undefined;
  /** `array`: rows come as arrays of values, in the order of the columns. */
  readonly rowMode?: 'array' | undefined;
  /** How values are read from text; pg's own ways unless given. */
  readonly types?: CustomTypesConfig | undefined;
  /** For the type checker alone: what a row holds. */
  readonly [row]?: Row;
}

/** The statements that set a scope; they run first, in the transaction of the query, and their rows are not looked at. */
export type ScopeStatements = readonly Statement[];

/** A transaction pooler between here and the server, such as PgBouncer: each transaction may run in another session. */
export interface Pooler {
  /** Whether it follows prepared statements, as PgBouncer 1.21 does with `max_prepared_statements`; else none has a name. */
  readonly prepares: boolean;
}

/** What connections of a pool with scopes know of their server. */
export interface ConnectionOptions {
  /**
   * Given where the address leads to a transaction pooler. The settings then go before each query, in its transaction:
   * sessions are lent to others.
   */
  readonly pooler?: Pooler | undefined;
  /**
   * Whether BEGIN and COMMIT go around what has a scope, in the same write. Citus hands what is set locally on to the
   * nodes of a cluster only in a transaction that it sees; without, policies show nothing there.
   */
  readonly opensTransactions?: boolean | undefined;
}

/** Settings by name, such as `{ role: 'app', TimeZone: 'UTC' }`. */
export type Settings = Readonly<Record<string, string>>;

/** Settings of a session as its `options`: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS */
export function asOptions(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replaceAll(/[\\\s]/g, String.raw`\$&`)}`)
    .join(' ');
}

/** The same settings for the transaction that it runs in, in one statement; none without any. */
export function setAllLocal(settings: Settings): ScopeStatements {
  const values = Object.entries(settings).flat();
  if (values.length === 0) return [];
  const calls = values.flatMap((_, index) =>
    index % 2 === 0 ? [`set_config($${index + 1}, $${index + 2}, true)`] : [],
  );
  return [{ name: 'agora_rls_settings', text: `SELECT ${calls.join(', ')}`, values }];
}

/**
 * Sets a setting for the transaction that it runs in, as policies read it:
 * `USING (tenant_id = current_setting('app.tenant_id', true))`.
 */
export function setLocal(setting: string, value: string): Statement {
  return { name: 'agora_rls_set_local', text: 'SELECT set_config($1, $2, true)', values: [setting, value] };
}
