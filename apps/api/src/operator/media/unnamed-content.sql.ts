// Made from unnamed-content.sql by `pnpm --filter @agora/api run generate:sql`.
import { sql } from '@agora/db/sql';

export interface UnnamedContentParameters {
  readonly cids: readonly (string)[];
}

export interface UnnamedContentRow {
  readonly cid: string;
}

export const unnamedContentSql = sql<UnnamedContentParameters, UnnamedContentRow>({
  name: 'unnamed-content',
  parameters: ['cids'],
  text: `SELECT cid FROM unnest($1::text[]) cid WHERE NOT EXISTS (SELECT FROM media m WHERE m.cid = cid.cid)
  AND NOT EXISTS (SELECT FROM users u WHERE u.avatar LIKE '/%' AND substring(u.avatar FROM '[^/]+$') = cid.cid)`,
});
