// Made from safe-html.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SafeHtmlParameters {
  readonly communities: readonly (string)[] | null;
}

export interface SafeHtmlRow {
  readonly community_id: string;
  readonly row: string | null;
  readonly detail: string | null;
}

export const safeHtmlSql = [sql<SafeHtmlParameters, SafeHtmlRow>({
  name: 'safe-html-1',
  parameters: ['communities'],
  text: `SELECT community_id, 'posts ' || id AS row, 'stored HTML holds what a page runs' AS detail
  FROM posts t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (html ~* '<(script|style|iframe|object|embed|form|link|meta|base|svg|math)[\\s/>]'
     OR html ~* '<[^>]*(href|src)="[[:space:][:cntrl:]]*(javascript|vbscript|data):'
     OR regexp_replace(html, '"[^"]*"', '""', 'g') ~* '<[^>]*[\\s"/]on[a-z]+\\s*=')`,
}), sql<SafeHtmlParameters, SafeHtmlRow>({
  name: 'safe-html-2',
  parameters: ['communities'],
  text: `SELECT community_id, 'comments ' || id AS row, 'stored HTML holds what a page runs' AS detail
  FROM comments t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND (html ~* '<(script|style|iframe|object|embed|form|link|meta|base|svg|math)[\\s/>]'
     OR html ~* '<[^>]*(href|src)="[[:space:][:cntrl:]]*(javascript|vbscript|data):'
     OR regexp_replace(html, '"[^"]*"', '""', 'g') ~* '<[^>]*[\\s"/]on[a-z]+\\s*=')`,
})] as const;
