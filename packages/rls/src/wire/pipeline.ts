import pg, {
  Result as PgResult,
  type Connection,
  type CustomTypesConfig,
  type FieldDef,
  type QueryResult,
  type Submittable,
  types as pgTypes,
} from 'pg';
import { RlsError } from '../rls-error.ts';
import type { Pooler, ScopeStatements, Statement } from './statement.ts';

/** What this file uses of pg's connection; its published types leave most of it out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: readonly unknown[] }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(message: Record<string, never>): void;
  close(message: { type: 'S'; name: string }): void;
  sendCopyFail(message: string): void;
  sync(): void;
}

/** What this file uses of pg's result. */
interface Result extends QueryResult {
  parseRow(fields: readonly (string | null)[]): never;
  addRow(row: never): void;
  addFields(fields: readonly FieldDef[]): void;
  addCommandComplete(message: { text: string }): void;
}

/** pg's way to write a value for PostgreSQL, which its types leave out. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- exported by pg since version 7
const { utils } = pg as unknown as { utils: { prepareValue(value: unknown): string | Buffer | null } };

/** A named statement that a connection's session has been sent: `unsure` when it may have failed to arrive. */
interface Prepared {
  readonly text: string;
  state: 'parsed' | 'unsure';
  /**
   * Columns of its rows, once it was described. They stay for a session, which refuses to run it when they would change;
   * through a pooler another session may have parsed it since, so there they are asked for each time.
   */
  fields?: readonly FieldDef[];
}

const sessions = new WeakMap<object, Map<string, Prepared>>();

/** SQLSTATEs that say that a prepared statement must be made anew: it is gone, or what it returns has changed. */
const stale = new Set(['26000', '0A000']);

/** Told when all statements are through, of their results, or of what failed first. */
export type Done = (error: Error | undefined, results?: QueryResult[]) => void;

/**
 * Statements in one round trip: one write, closed by a single Sync. PostgreSQL runs what stands between two Syncs in one
 * implicit transaction (or in the open one), so what the first sets locally holds for the rest and no longer, and one that
 * fails undoes all. It plugs into pg as pg-cursor does.
 */
export class Pipeline implements Submittable {
  /** pg wraps it where a `query_timeout` is set. */
  callback: Done;
  readonly #statements: readonly Statement[];
  /** How many of the statements set the scope. */
  readonly #ahead: number;
  readonly #results: Result[];
  readonly #pooled: boolean;
  /** The statement that the server is at. */
  #at = 0;
  #session = new Map<string, Prepared>();
  /** For each statement that has a name. */
  readonly #prepared: (Prepared | undefined)[] = [];
  readonly #parsedHere = new Set<Prepared>();
  #unreadable: Error | undefined;

  constructor(work: {
    /** Run first; their rows are not looked at. */
    readonly scope: ScopeStatements;
    readonly statements: readonly Statement[];
    /** How values are read where a statement does not say it. */
    readonly types: CustomTypesConfig;
    readonly pooler: Pooler | undefined;
    readonly done: Done;
  }) {
    const statements = [...work.scope, ...work.statements];
    this.#pooled = work.pooler !== undefined;
    this.#statements = work.pooler?.prepares === false ? statements.map(withoutName) : statements;
    this.#ahead = work.scope.length;
    this.#results = work.statements.map((statement) => newResult(statement, work.types));
    this.callback = work.done;
  }

  /** Called by pg's client when it is this pipeline's turn; an error that is returned fails it before anything is sent. */
  submit(connection: Connection): Error | null {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg publishes no type of what it does here
    const wire = connection as unknown as Wire;
    this.#session = sessions.get(connection) ?? this.#session;
    sessions.set(connection, this.#session);
    let values: (string | Buffer | null)[][];
    try {
      assertNamesAreFree(this.#statements, this.#session);
      values = this.#statements.map((statement) =>
        (statement.values ?? []).map((value) => utils.prepareValue(value)),
      );
    } catch (error) {
      return asError(error);
    }
    wire.stream.cork();
    try {
      for (const [index, statement] of this.#statements.entries()) {
        const prepared = this.#parse(wire, statement);
        this.#prepared.push(prepared);
        wire.bind({ statement: statement.name ?? '', values: values[index] ?? [] });
        const result = this.#results[index - this.#ahead];
        if (prepared?.fields !== undefined) result?.addFields(prepared.fields);
        else if (result !== undefined) wire.describe({ type: 'P', name: '' });
        wire.execute({});
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
    return null;
  }

  #parse(wire: Wire, { name = '', text }: Statement): Prepared | undefined {
    const known = this.#session.get(name);
    if (known?.state === 'parsed') return known;
    // Closing a statement that does not exist is no error.
    if (known !== undefined) wire.close({ type: 'S', name });
    wire.parse({ name, text });
    if (name === '') return undefined;
    const prepared: Prepared = { text, state: 'parsed' };
    this.#session.set(name, prepared);
    this.#parsedHere.add(prepared);
    return prepared;
  }

  /** Of the statement that the server is at; none for those that set the scope. */
  get #result(): Result | undefined {
    return this.#results[this.#at - this.#ahead];
  }

  handleRowDescription(message: { fields: FieldDef[] }): void {
    this.#result?.addFields(message.fields);
    const prepared = this.#prepared[this.#at];
    if (prepared !== undefined && !this.#pooled) prepared.fields = message.fields;
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const result = this.#result;
    if (result === undefined || this.#unreadable !== undefined) return;
    try {
      result.addRow(result.parseRow(message.fields));
    } catch (error) {
      this.#unreadable = asError(error);
    }
  }

  handleCommandComplete(message: { text: string }): void {
    this.#result?.addCommandComplete(message);
    this.#at += 1;
  }

  handleEmptyQuery(): void {
    this.#at += 1;
  }

  /** COPY FROM STDIN has nobody to read from here; the server has swallowed the Sync that stood behind it. */
  handleCopyInResponse(connection: Connection): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see submit
    const wire = connection as unknown as Wire;
    wire.sendCopyFail('COPY FROM STDIN cannot be sent together with other statements');
    wire.sync();
  }

  handleCopyData(): void {
    // What COPY TO STDOUT writes is not read.
  }

  handleReadyForQuery(): void {
    if (this.#unreadable !== undefined) this.callback(this.#unreadable);
    else this.callback(undefined, this.#results);
  }

  handleError(error: Error & { code?: string }): void {
    const all = stale.has(error.code ?? '');
    for (const [index, known] of this.#prepared.entries()) {
      if (known === undefined) continue;
      // What stood behind the one that failed was not looked at, and its own text may be what failed.
      if (all || (index >= this.#at && this.#parsedHere.has(known))) known.state = 'unsure';
    }
    this.callback(error);
  }
}

function withoutName(statement: Statement): Statement {
  return { ...statement, name: undefined };
}

function newResult({ rowMode, types }: Statement, otherwise: CustomTypesConfig): Result {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg's own class, whose types leave half of it out
  return new PgResult(rowMode as string, (types ?? otherwise) as typeof pgTypes) as unknown as Result;
}

/** @throws RlsError `rls.name_taken`: PostgreSQL would run the text that it knows under the name */
function assertNamesAreFree(statements: readonly Statement[], session: ReadonlyMap<string, Prepared>): void {
  for (const { name, text } of statements) {
    if (name === undefined) continue;
    const { text: other } = session.get(name) ?? statements.find((first) => first.name === name) ?? { text };
    if (other === text) continue;
    throw new RlsError('rls.name_taken', {
      message: `Two statements are called ${name}.`,
      why: `PostgreSQL keeps one prepared statement under a name, and this one is taken by:\n${other}`,
      fix: 'Give each text a name of its own.',
    });
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
