import { type Client, isSpread, tableExists } from '@agora/postgres';
import { type CheckResult, runCheck } from '@agora/seeding';
import { rowsOf } from '../../sql/index.ts';
import {
  type Breach,
  inCommunity,
  type Invariant,
  type Scope,
  withCommunities,
} from '../validation/model/invariant.ts';
import { allCommunitiesSql } from './all-communities.sql.ts';

export type InvariantResult = CheckResult<Breach>;

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

/** Offending rows listed for each invariant. */
const LISTED = 20;

/** Looks for what breaks invariants, on a connection from which no row is hidden. Writes nothing. */
export async function runInvariants(
  client: Client,
  chosen: readonly Invariant[],
  {
    communities = null,
    tokenKeys = new Map(),
    onQuery,
  }: Partial<Scope> & { readonly onQuery?: (progress: InvariantProgress) => void } = {},
): Promise<InvariantResult[]> {
  const results: InvariantResult[] = [];
  const spread = await isSpread(client);
  const each = spread ? (communities ?? (await allCommunities(client))) : [];
  for (const [index, { name, summary, needs, checks, look }] of chosen.entries()) {
    const [schema, table] = needs?.split('.') ?? [];
    const isThere = schema === undefined || (await tableExists(client, schema, table!));
    const queries = isThere ? (spread ? perCommunity(checks, each, communities) : checks) : [];
    const result = await runCheck(
      client,
      { name, summary, queries },
      {
        values: spread ? [] : [communities],
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
    if (look === undefined) results.push(result);
    else {
      const begun = performance.now();
      const breaches = await look(client, { communities, tokenKeys });
      results.push({
        ...result,
        offending: result.offending + breaches.length,
        rows: [...result.rows, ...breaches.slice(0, LISTED - result.rows.length)],
        durationMs: result.durationMs + performance.now() - begun,
      });
    }
  }
  return results;
}

async function allCommunities(client: Client): Promise<readonly string[]> {
  const rows = await rowsOf(client, allCommunitiesSql({}));
  return rows.map(({ id }) => id);
}

/** On a cluster: a query for each community, and one of those that are not about one. */
function perCommunity(
  checks: readonly string[],
  each: readonly string[],
  asked: readonly string[] | null,
): readonly string[] {
  return checks.flatMap((sql) => {
    const kept = each.flatMap((id) => inCommunity(sql, id) ?? []);
    return kept.length > 0 ? kept : [withCommunities(sql, asked)];
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
