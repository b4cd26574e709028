// Made from sealed-tokens.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SealedTokensParameters {
  readonly communities: readonly (string)[] | null;
}

export interface SealedTokensRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const sealedTokensSql = [sql<SealedTokensParameters, SealedTokensRow>({
  name: 'sealed-tokens-1',
  parameters: ['communities'],
  text: `SELECT community_id, 'oauth_accounts ' || id AS row, 'something that is not sealed, or under key version ' || key_version AS detail
  FROM oauth_accounts t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (key_version < 1 OR access_token !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(access_token) % 4 = 1
     OR refresh_token !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(refresh_token) % 4 = 1)`,
}), sql<SealedTokensParameters, SealedTokensRow>({
  name: 'sealed-tokens-2',
  parameters: ['communities'],
  text: `SELECT community_id, 'oauth_grants ' || id AS row, 'something that is not sealed, or under key version ' || key_version AS detail
  FROM oauth_grants t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (key_version < 1 OR access_token !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(access_token) % 4 = 1
     OR refresh_token !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(refresh_token) % 4 = 1)`,
}), sql<SealedTokensParameters, SealedTokensRow>({
  name: 'sealed-tokens-3',
  parameters: ['communities'],
  text: `SELECT community_id, 'two_factors ' || user_id AS row, 'something that is not sealed, or under key version ' || key_version AS detail
  FROM two_factors t
 WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (key_version < 1 OR secret !~ '^(?!gh[a-z]_|github_pat_|ya29|eyJ)[A-Za-z0-9_-]{39,}$' OR length(secret) % 4 = 1)`,
})] as const;
