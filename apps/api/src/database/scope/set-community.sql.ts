// Made from set-community.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface SetCommunityParameters {
  readonly communityId: string;
}

export interface SetCommunityRow {
  readonly done: boolean;
}

export const setCommunitySql = sql<SetCommunityParameters, SetCommunityRow>({
  name: 'set-community',
  parameters: ['communityId'],
  text: `SELECT true AS done FROM agora_set_community($1)`,
});
