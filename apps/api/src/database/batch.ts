import type { Connection, Submittable } from 'pg';
import type { SqlCall } from './sql.ts';

/** What this file uses of pg's connection; its published types leave most of it out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: readonly (string | Buffer | null)[] }): void;
  execute(message: Record<string, never>): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

/** A row as it travels. */
export type Fields = readonly (string | null)[];

type Session = Map<string, 'parsed' | 'unsure'>;

/**
 * The statements that a connection's server session has been sent: `parsed`, or `unsure` when the batch that sent it
 * failed, perhaps before it was reached.
 */
const sessions = new WeakMap<object, Session>();

/**
 * One transaction in one network round trip: prepared statements, all sent at once and closed by a single Sync. Between
 * two Syncs PostgreSQL runs everything in one implicit transaction, so the community that the first one sets is in force
 * for the others and for nothing after them, and a failing statement undoes all.
 * See docs/adr/0007-community-per-request.md for what was measured against it.
 */
export class Batch implements Submittable {
  /** The rows of each call, in order. */
  readonly rows: Promise<Fields[][]>;
  readonly #calls: readonly SqlCall<unknown>[];
  readonly #answers: Fields[][] = [];
  #current: Fields[] = [];
  #sent: string[] = [];
  #session: Session | undefined;
  #resolve!: (rows: Fields[][]) => void;
  #reject!: (error: unknown) => void;

  constructor(calls: readonly SqlCall<unknown>[]) {
    this.#calls = calls;
    this.rows = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Called by pg's client when it is this batch's turn. */
  submit(connection: Connection): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg publishes no type of what it does here
    const wire = connection as unknown as Wire;
    const session = sessions.get(connection) ?? (new Map() as Session);
    sessions.set(connection, session);
    this.#session = session;
    wire.stream.cork();
    try {
      for (const call of this.#calls) this.#send(wire, session, call);
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  #send(wire: Wire, session: Session, { sql: { name, text }, values }: SqlCall<unknown>): void {
    const known = session.get(name);
    if (known !== 'parsed') {
      // Closing a statement that does not exist is no error.
      if (known === 'unsure') wire.close({ type: 'S', name });
      wire.parse({ name, text });
      session.set(name, 'parsed');
      this.#sent.push(name);
    }
    wire.bind({ statement: name, values });
    wire.execute({});
  }

  handleDataRow({ fields }: { fields: Fields }): void {
    this.#current.push(fields);
  }

  handleCommandComplete(): void {
    this.#answers.push(this.#current);
    this.#current = [];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#answers);
  }

  handleError(error: unknown): void {
    for (const name of this.#sent) this.#session?.set(name, 'unsure');
    this.#sent = [];
    this.#reject(error);
  }
}
