// Made from number-beyond.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../../sql/index.ts';

export interface NumberBeyondParameters {
  readonly beyond: number;
  readonly communities: readonly (string)[];
}

export interface NumberBeyondRow {

}

export const numberBeyondSql = sql<NumberBeyondParameters, NumberBeyondRow>({
  name: 'number-beyond',
  parameters: ['beyond', 'communities'],
  text: `UPDATE point_transactions SET sequence = sequence + $1::int WHERE community_id = ANY ($2::uuid[])`,
});
