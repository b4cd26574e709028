// Made from named-content.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface NamedContentParameters {
  readonly cids: readonly (string)[];
}

export interface NamedContentRow {
  readonly cid: string;
}

export const namedContentSql = sql<NamedContentParameters, NamedContentRow>({
  name: 'named-content',
  parameters: ['cids'],
  text: `SELECT cid FROM media WHERE cid = ANY($1::text[])
UNION SELECT substring(avatar FROM '[^/]+$') FROM users WHERE avatar LIKE '/%' AND substring(avatar FROM '[^/]+$') = ANY($1::text[])`,
});
