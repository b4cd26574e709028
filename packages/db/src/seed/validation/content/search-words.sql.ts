// Made from search-words.sql by `pnpm --filter @agora/db run generate:sql`.
import { sql } from '../../../sql/index.ts';

export interface SearchWordsParameters {
  readonly communities: readonly (string)[] | null;
}

export interface SearchWordsRow {
  readonly community_id: string | null;
  readonly row: string | null;
  readonly detail: string | null;
}

export const searchWordsSql = sql<SearchWordsParameters, SearchWordsRow>({
  name: 'search-words',
  parameters: ['communities'],
  text: `SELECT community_id, 'posts ' || id AS row, 'is searched by words of another text' AS detail
  FROM posts t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND words IS NOT NULL AND words <> agora_search_post(title, body)
UNION ALL
SELECT community_id, 'comments ' || id, 'is searched by words of another text'
  FROM comments t WHERE ($1::uuid[] IS NULL OR t.community_id = ANY ($1))
   AND words IS NOT NULL AND words <> agora_search_comment(body)`,
});
