// Made from renumber-entries.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface RenumberEntriesParameters {
  readonly beyond: number;
  readonly communities: readonly (string)[];
  readonly ids: readonly (string)[];
  readonly sequences: readonly (number)[];
  readonly balances: readonly (number)[];
}

export interface RenumberEntriesRow {

}

export const renumberEntriesSql = [sql<RenumberEntriesParameters, RenumberEntriesRow>({
  name: 'renumber-entries-1',
  parameters: ['beyond', 'communities', 'ids'],
  text: `UPDATE point_transactions t SET sequence = t.sequence + $1::int
  FROM unnest($2::uuid[], $3::uuid[]) e(community, id)
 WHERE t.community_id = e.community AND t.id = e.id AND t.sequence < $1::int`,
}), sql<RenumberEntriesParameters, RenumberEntriesRow>({
  name: 'renumber-entries-2',
  parameters: ['communities', 'ids', 'sequences', 'balances'],
  text: `UPDATE point_transactions t SET sequence = e.sequence, balance_after = e.balance
  FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) e(community, id, sequence, balance)
 WHERE t.community_id = e.community AND t.id = e.id`,
})] as const;
