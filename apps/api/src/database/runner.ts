import type { Viewer } from '../auth/access-token.ts';
import type { SqlCall } from '@agora/db/sql';

/** The rows of each of several statements. */
export type Rows<Calls extends readonly SqlCall<object>[]> = {
  -readonly [Index in keyof Calls]: Calls[Index] extends SqlCall<infer Row> ? Row[] : never;
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
  run<const Calls extends readonly SqlCall<object>[]>(scope: Scope, ...calls: Calls): Promise<Rows<Calls>> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as many, of the types that their files have
    return this.submit(scope, calls) as Promise<Rows<Calls>>;
  }

  /** The first row of one call, or undefined. */
  async one<Row extends object>(scope: Scope, call: SqlCall<Row>): Promise<Row | undefined> {
    const [rows] = await this.run(scope, call);
    return rows[0];
  }
}
