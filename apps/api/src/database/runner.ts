import type { CommunityBatch } from './community-batch.ts';
import type { Call } from './statement.ts';

type Answers<Calls extends readonly Call<unknown>[]> = {
  -readonly [Index in keyof Calls]: Calls[Index] extends Call<infer Answer> ? Answer[] : never;
};

/** Runs statements in a community: each call of a method is one round trip. */
export abstract class Runner {
  /** Sends calls together and answers the rows of each, as JSON texts. */
  protected abstract submit(
    communityId: string | undefined,
    calls: readonly Call<unknown>[],
  ): Promise<Awaited<CommunityBatch['rows']>>;

  /**
   * Runs statements together: all of them take effect or none.
   * @param communityId the community whose rows they see and write; undefined: none, only reference tables
   * @returns the rows of each call
   */
  async run<const Calls extends readonly Call<unknown>[]>(
    communityId: string | undefined,
    ...calls: Calls
  ): Promise<Answers<Calls>> {
    const rows = await this.submit(communityId, calls);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statements promise their answers
    return rows.map((texts) =>
      texts.map((text): unknown => (text === null ? null : JSON.parse(text))),
    ) as Answers<Calls>;
  }

  /** The first row of one call, or undefined. */
  async one<Answer>(communityId: string | undefined, call: Call<Answer>): Promise<Answer | undefined> {
    const [rows] = await this.run(communityId, call);
    return rows[0];
  }

  /** The first row of one call as the JSON text PostgreSQL wrote, to be sent on unread; undefined without a row. */
  async json(communityId: string | undefined, call: Call<unknown>): Promise<string | undefined> {
    const [rows] = await this.submit(communityId, [call]);
    return rows?.[0] ?? undefined;
  }
}
