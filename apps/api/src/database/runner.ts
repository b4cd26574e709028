import type { Viewer } from '../auth/access-token.ts';
import type { Fields } from './batch.ts';
import type { SqlCall } from './sql.ts';
import { type Call, sqlCallOf } from './statement.ts';

/** What can be run: what a `.sql` file holds, with its parameters. */
export type Runnable<Row> = SqlCall<Row> | Call<Row>;

type Answers<Calls extends readonly Runnable<unknown>[]> = {
  -readonly [Index in keyof Calls]: Calls[Index] extends Runnable<infer Row> ? Row[] : never;
};

/**
 * Whose rows statements see and write: those of one community (its id), on behalf of a viewer where one asks, whose
 * token is then admitted in the same round trip; undefined: of none, only reference tables.
 */
export type Scope = Viewer | string | undefined;

/** Runs statements in a community: each call of a method is one round trip. */
export abstract class Runner {
  /** Sends calls together and answers the rows of each. */
  protected abstract submit(scope: Scope, calls: readonly SqlCall<unknown>[]): Promise<Fields[][]>;

  /**
   * Runs statements together: all of them take effect or none.
   * @returns the rows of each call
   * @throws DatabaseError SQLSTATE AG001 or AG002 when the viewer's token has ended or the account is suspended
   */
  async run<const Calls extends readonly Runnable<unknown>[]>(
    scope: Scope,
    ...calls: Calls
  ): Promise<Answers<Calls>> {
    const sent = calls.map(sqlCallOf);
    const rows = await this.submit(scope, sent);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each call reads its own rows
    return rows.map((some, index) => some.map((fields) => sent[index]?.read(fields))) as Answers<Calls>;
  }

  /** The first row of one call, or undefined. */
  async one<Row>(scope: Scope, call: Runnable<Row>): Promise<Row | undefined> {
    const [rows] = await this.run(scope, call);
    return rows[0];
  }

  /** The first value of the first row as it is. */
  async json(scope: Scope, call: Call<unknown>): Promise<string | undefined> {
    const [rows] = await this.submit(scope, [sqlCallOf(call)]);
    return rows?.[0]?.[0] ?? undefined;
  }
}
