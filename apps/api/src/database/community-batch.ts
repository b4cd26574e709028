import type { Connection, Submittable } from 'pg';
import { type LongRows, longRowsOf } from './long-rows.ts';
import type { Json, Scope } from './runner.ts';
import { call, type Call, type SqlValue, statement } from './statement.ts';

/** What this file uses of pg's connection; its published types leave most of it out. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { name: string; text: string }): void;
  bind(message: { statement: string; values: readonly unknown[] }): void;
  execute(message: Record<string, never>): void;
  close(message: { type: 'S'; name: string }): void;
  sync(): void;
}

/**
 * The statements that a connection's server session has been sent: `parsed`, or `unsure` when the batch that sent it
 * failed, perhaps before it was reached.
 */
const sessions = new WeakMap<object, Map<string, 'parsed' | 'unsure'>>();

const setCommunity = statement<[communityId: string], never>(
  'agora_set_community',
  'SELECT agora_set_community($1)',
);

/**
 * Raises when an access token has ended: its session was ended, or all of its user's, its account is gone, or banned. One
 * look at the user's row and one at the session decide; only what they do not let through is looked at more closely. All
 * tokens of a session are revoked together, so one that is says that the session has ended: no user has version -1.
 */
export const admitToken = statement<
  [communityId: string, userId: string, tokenVersion: number, sessionId: string],
  never
>(
  'agora_admit_token',
  `SELECT CASE WHEN u.status = 'ACTIVE' AND u.token_version = $3::int AND NOT session.ended THEN true
     ELSE agora_readmit($1, $2, CASE WHEN session.ended THEN -1 ELSE $3::int END) END
   FROM (SELECT EXISTS (SELECT FROM refresh_tokens WHERE community_id = $1::uuid AND family_id = $4::uuid
     AND revoked_at IS NOT NULL) AS ended) session
   LEFT JOIN users u ON u.community_id = $1::uuid AND u.id = $2::uuid`,
);

/** What comes before the statements of a scope, in the same transaction and the same write. */
function preamble(scope: Scope): Call<unknown>[] {
  if (scope === undefined) return [];
  if (typeof scope === 'string') return [call(setCommunity, scope)];
  const { communityId, userId, tokenVersion, sessionId } = scope;
  return [call(setCommunity, communityId), call(admitToken, communityId, userId, tokenVersion, sessionId)];
}

/**
 * One transaction in one network round trip: sets the community, admits the viewer's token, then runs prepared statements, all sent at once and
 * closed by a single Sync. Between two Syncs PostgreSQL runs everything in one implicit transaction, so the community
 * is in force for these statements and for nothing after them, and a failing statement undoes all.
 * See docs/adr/0007-community-per-request.md for what was measured against it.
 */
export class CommunityBatch implements Submittable {
  /** One array of JSON for each call, in order: long ones as bytes where the client can; a row without a value is null. */
  readonly rows: Promise<(Json | null)[][]>;
  readonly #calls: readonly Call<unknown>[];
  /** How many of the calls are ours. */
  readonly #ahead: number;
  readonly #answers: (Json | null)[][] = [];
  #current: (Json | null)[] = [];
  #sent: string[] = [];
  #session: Map<string, 'parsed' | 'unsure'> | undefined;
  #longRows: LongRows | undefined;
  #resolve!: (rows: (Json | null)[][]) => void;
  #reject!: (error: unknown) => void;

  constructor(scope: Scope, calls: readonly Call<unknown>[]) {
    const first = preamble(scope);
    this.#calls = [...first, ...calls];
    this.#ahead = first.length;
    this.rows = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Called by pg's client when it is this batch's turn. */
  submit(connection: Connection): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- pg publishes no type of what it does here
    const wire = connection as unknown as Wire;
    const session = sessions.get(connection) ?? new Map<string, 'parsed' | 'unsure'>();
    sessions.set(connection, session);
    this.#session = session;
    this.#longRows = longRowsOf(connection);
    if (this.#longRows !== undefined) this.#longRows.taker = (value) => this.#current.push(value);
    wire.stream.cork();
    try {
      for (const { statement, parameters } of this.#calls) this.#send(wire, session, statement, parameters);
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
  }

  #send(
    wire: Wire,
    session: Map<string, 'parsed' | 'unsure'>,
    statement: { readonly name: string; readonly text: string },
    parameters: readonly SqlValue[],
  ): void {
    const known = session.get(statement.name);
    if (known !== 'parsed') {
      // Closing a statement that does not exist is no error.
      if (known === 'unsure') wire.close({ type: 'S', name: statement.name });
      wire.parse(statement);
      session.set(statement.name, 'parsed');
      this.#sent.push(statement.name);
    }
    wire.bind({ statement: statement.name, values: parameters.map(encode) });
    wire.execute({});
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#current.push(message.fields[0] ?? null);
  }

  handleCommandComplete(): void {
    this.#answers.push(this.#current);
    this.#current = [];
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete();
  }

  handleReadyForQuery(): void {
    this.#end();
    this.#resolve(this.#answers.slice(this.#ahead));
  }

  handleError(error: unknown): void {
    this.#end();
    for (const name of this.#sent) this.#session?.set(name, 'unsure');
    this.#sent = [];
    this.#reject(error);
  }

  /** What comes after is not for this batch. */
  #end(): void {
    if (this.#longRows !== undefined) this.#longRows.taker = undefined;
    this.#longRows = undefined;
  }
}

/** Values travel as text, bytes as they are. */
function encode(value: SqlValue): string | Buffer | null {
  if (value === null || typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return String(value);
}
