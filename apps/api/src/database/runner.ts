import type { Viewer } from '../auth/access-token.ts';
import type { CommunityBatch } from './community-batch.ts';
import { giveBackBytes } from './page-memory.ts';
import type { Call } from './statement.ts';

type Answers<Calls extends readonly Call<unknown>[]> = {
  -readonly [Index in keyof Calls]: Calls[Index] extends Call<infer Answer> ? Answer[] : never;
};

/**
 * Whose rows statements see and write: those of one community (its id), on behalf of a viewer where one asks, whose
 * token is then admitted in the same round trip; undefined: of none, only reference tables.
 */
export type Scope = Viewer | string | undefined;

/** JSON as PostgreSQL wrote it: as text, or a long one as its bytes, in memory that is borrowed. */
export type Json = Buffer | string;

/** Runs statements in a community: each call of a method is one round trip. */
export abstract class Runner {
  /** Sends calls together and answers the rows of each, as JSON. */
  protected abstract submit(
    scope: Scope,
    calls: readonly Call<unknown>[],
  ): Promise<Awaited<CommunityBatch['rows']>>;

  /**
   * Runs statements together: all of them take effect or none.
   * @returns the rows of each call
   * @throws DatabaseError SQLSTATE AG001 or AG002 when the viewer's token has ended or the account is suspended
   */
  async run<const Calls extends readonly Call<unknown>[]>(
    scope: Scope,
    ...calls: Calls
  ): Promise<Answers<Calls>> {
    const rows = await this.submit(scope, calls);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statements promise their answers
    return rows.map((values) =>
      values.map((json): unknown => (json === null ? null : parse(json))),
    ) as Answers<Calls>;
  }

  /** The first row of one call, or undefined. */
  async one<Answer>(scope: Scope, call: Call<Answer>): Promise<Answer | undefined> {
    const [rows] = await this.run(scope, call);
    return rows[0];
  }

  /** The first row of one call as the JSON that PostgreSQL wrote, in bytes to be sent on unread, then given back; undefined without a row. */
  async json(scope: Scope, call: Call<unknown>): Promise<Buffer | undefined> {
    const [rows] = await this.submit(scope, [call]);
    const json = rows?.[0] ?? undefined;
    return typeof json === 'string' ? Buffer.from(json) : json;
  }
}

function parse(json: Json): unknown {
  if (typeof json === 'string') return JSON.parse(json);
  const text = json.toString();
  giveBackBytes(json);
  return JSON.parse(text);
}
