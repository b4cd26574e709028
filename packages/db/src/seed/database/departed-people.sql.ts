// Made from departed-people.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../sql/index.ts';

export interface DepartedPeopleParameters {
  readonly communities: readonly (string)[];
}

export interface DepartedPeopleRow {
  readonly id: string;
}

export const departedPeopleSql = sql<DepartedPeopleParameters, DepartedPeopleRow>({
  name: 'departed-people',
  parameters: ['communities'],
  text: `SELECT id FROM users WHERE community_id = ANY ($1::uuid[]) AND status = 'DEACTIVATED'`,
});
