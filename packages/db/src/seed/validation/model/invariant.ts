import { type Client, quoteLiteral } from '@agora/postgres';
import type { Sql, SqlCall } from '../../../sql/index.ts';

/** Something that must hold in every community, as set-based queries for what breaks it. */
export interface Invariant {
  /** Short name, in kebab case. */
  readonly name: string;
  /** What must hold, in one line. */
  readonly summary: string;
  /** A table of the tool's own without which there is nothing to look at. */
  readonly needs?: string;
  /**
   * Each returns offending rows as `community_id`, `row` (which one) and `detail` (what is wrong with it).
   * `$1` is the list of communities to look at, or null for all. Several instead of one UNION ALL, whose branches
   * would keep their hash tables until the last of them has ended.
   */
  readonly checks: readonly string[];
  /** What SQL alone cannot tell: returns what breaks it, as the checks do. */
  readonly look?: (client: Client, scope: Scope) => Promise<readonly Breach[]>;
}

/** What a validation is about, and what it was given to look with. */
export interface Scope {
  /** Ids of the communities to look at, or null for all. */
  readonly communities: readonly string[] | null;
  /** The keys of providers' tokens (AES-256) by their version, where they are given. */
  readonly tokenKeys: ReadonlyMap<number, Uint8Array>;
}

/** What breaks an invariant. */
export interface Breach {
  readonly communityId: string | null;
  readonly row: string;
  readonly detail: string;
}

/** A statement of a `.sql` file that looks for what breaks an invariant. */
type Check = Sql &
  ((scope: Pick<Scope, 'communities'>) => SqlCall<{
    readonly community_id: string | null;
    readonly row: string | null;
    readonly detail: string | null;
  }>);

/** The checks that a `.sql` file holds. */
export function checksOf(...statements: readonly Check[]): readonly string[] {
  return statements.map(({ text }) => text);
}

/** SQL condition that keeps a query to the communities asked for. */
export function inScope(alias: string): string {
  return `($1::uuid[] IS NULL OR ${alias}.community_id = ANY ($1))`;
}

/**
 * A query of a check kept to one community by a plain comparison, by which a cluster sends all of it to the one node that
 * has the community's rows; undefined for a query that is not kept by {@link inScope}.
 */
export function inCommunity(sql: string, id: string): string | undefined {
  const kept = sql.replaceAll(
    /\(\$1::uuid\[\] IS NULL OR (\S+)\.community_id = ANY \(\$1\)\)/g,
    (_, alias: string) => `${alias}.community_id = ${quoteLiteral(id)}::uuid`,
  );
  return kept === sql ? undefined : withCommunities(kept, [id]);
}

/** A query of a check with the communities written into it; null for all. */
export function withCommunities(sql: string, ids: readonly string[] | null): string {
  const list = ids === null ? 'NULL' : `ARRAY[${ids.map(quoteLiteral).join(', ')}]`;
  return sql.replaceAll(/\$1(?:::uuid\[\])?/g, `${list}::uuid[]`);
}

/** The same where the database is at fault and no community: the scope is named, since every query has it. */
export const everywhere = `$1::uuid[] IS NOT DISTINCT FROM $1::uuid[]`;
