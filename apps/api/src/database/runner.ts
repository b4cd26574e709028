import type { Viewer } from '../auth/access-token.ts';
import type { SqlCall } from './sql.ts';
import { type Call, read, statementOf } from './statement.ts';

/** What can be run: what a `.sql` file holds, with its parameters. */
export type Runnable<Row> = SqlCall<Row & object> | Call<Row>;

export type Rows<Calls extends readonly Runnable<unknown>[]> = {
  -readonly [Index in keyof Calls]: Calls[Index] extends SqlCall<infer Row>
    ? Row[]
    : Calls[Index] extends Call<infer Answer>
      ? Answer[]
      : never;
};

/**
 * Whose rows statements see and write: those of one community (its id), on behalf of a viewer where one asks, whose
 * token is then admitted in the same round trip; undefined: of none, only reference tables.
 */
export type Scope = Viewer | string | undefined;

/** Runs statements in a community: each call of a method is one round trip. */
export abstract class Runner {
  /** Sends calls together and answers the rows of each. */
  protected abstract submit(scope: Scope, calls: readonly SqlCall<object>[]): Promise<object[][]>;

  /**
   * Runs statements together: all of them take effect or none.
   * @returns the rows of each call
   * @throws DatabaseError SQLSTATE AG001 or AG002 when the viewer's token has ended or the account is suspended
   */
  async run<const Calls extends readonly Runnable<unknown>[]>(
    scope: Scope,
    ...calls: Calls
  ): Promise<Rows<Calls>> {
    const rows = await this.submit(scope, calls.map(statementOf));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statements promise their rows
    return rows.map((some, index) => read(calls[index], some)) as Rows<Calls>;
  }

  /** The first row of one call, or undefined. */
  async one<Row extends object>(scope: Scope, call: SqlCall<Row>): Promise<Row | undefined>;
  async one<Answer>(scope: Scope, call: Call<Answer>): Promise<Answer | undefined>;
  async one(scope: Scope, call: Runnable<unknown>): Promise<unknown> {
    const [rows] = await this.run(scope, call);
    return rows[0];
  }

  /** The first value of the first row as it is. */
  async json(scope: Scope, call: Call<unknown>): Promise<string | undefined> {
    const [[row] = []] = await this.submit(scope, [statementOf(call)]);
    return row === undefined ? undefined : String(Object.values(row)[0]);
  }
}
