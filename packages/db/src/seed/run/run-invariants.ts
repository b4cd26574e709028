import { type Client, tableExists } from '@agora/postgres';
import { type CheckResult, runCheck } from '@agora/seeding';
import type { Invariant } from '../validation/model/invariant.ts';

/** An offending row; `communityId` is null when the database is at fault, and no community. */
export interface OffendingRow {
  communityId: string | null;
  row: string;
  detail: string;
}

export type InvariantResult = CheckResult<OffendingRow>;

export interface InvariantProgress {
  /** The invariant that is looked at now. */
  invariant: string;
  /** Its position, from 1, among `total`. */
  position: number;
  total: number;
  /** Queries of the invariant that are done, of `checks`. */
  done: number;
  checks: number;
}

/** Looks for what breaks invariants, on a connection from which no row is hidden. Writes nothing. */
export async function runInvariants(
  client: Client,
  chosen: readonly Invariant[],
  {
    communities,
    onQuery,
  }: {
    readonly communities?: readonly string[] | undefined;
    readonly onQuery?: (progress: InvariantProgress) => void;
  } = {},
): Promise<InvariantResult[]> {
  const results: InvariantResult[] = [];
  for (const [index, { name, summary, needs, checks }] of chosen.entries()) {
    const [schema, table] = needs?.split('.') ?? [];
    const queries = schema === undefined || (await tableExists(client, schema, table!)) ? checks : [];
    const result = await runCheck(
      client,
      { name, summary, queries },
      {
        values: [communities ?? null],
        describe: ({ community_id: communityId, row, detail }) => ({
          communityId: communityId === null ? null : textOf(communityId),
          row: textOf(row),
          detail: textOf(detail),
        }),
        onQuery: (done) =>
          onQuery?.({
            invariant: name,
            position: index + 1,
            total: chosen.length,
            done,
            checks: queries.length,
          }),
      },
    );
    results.push(result);
  }
  return results;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
