// Made from noted-accounts.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface NotedAccountsParameters {

}

export interface NotedAccountsRow {
  readonly community: string;
  readonly id: string;
}

export const notedAccountsSql = sql<NotedAccountsParameters, NotedAccountsRow>({
  name: 'noted-accounts',
  parameters: [],
  text: `SELECT DISTINCT key[1]::uuid AS community, key[2]::uuid AS id FROM agora.seed_rows WHERE name LIKE '%/oauth_accounts'`,
});
