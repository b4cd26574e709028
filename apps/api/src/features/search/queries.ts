import { type SqlValue, type Statement, statement } from '../../database/statement.ts';
import { pageOf } from '../../domain/page.ts';
import { postFields, postJoins } from '../../database/fragments.ts';
import type { SearchPage } from './schema.ts';

/** SQL that escapes HTML, so that the marks of ts_headline are the only tags in what it returns. */
const escaped = (column: string): string =>
  `replace(replace(replace(replace(${column}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;')`;

const marks = 'StartSel=<mark>, StopSel=</mark>';

/**
 * Candidates come from `agora_search_posts`, which can use the index; content is read and highlighted here, under the
 * policies, for the rows of the page alone.
 */
const search = (after: boolean, size: number): Statement<SqlValue[], SearchPage> =>
  statement(
    `search_${after ? 'after' : 'first'}_${size}`,
    pageOf(
      'search',
      `SELECT json_build_object(${postFields}, 'excerpt', left(p.body, 240), 'rank', hit.rank, 'highlight', json_build_object(
          'title', ts_headline('english', ${escaped('p.title')}, query.terms, 'HighlightAll=true, ${marks}'),
          'body', ts_headline('english', ${escaped('left(p.body, 20000)')}, query.terms,
            'MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … ", ${marks}'))) AS item,
         json_build_array(hit.rank, hit.id) AS key
       FROM (SELECT websearch_to_tsquery('english', $3) AS terms) query,
         LATERAL agora_search_posts(query.terms, ${size + 1}${after ? ', $4::real, $5::uuid' : ''}) hit
         JOIN posts p ON p.community_id = $1 AND p.id = hit.id ${postJoins}
       ORDER BY hit.rank DESC, hit.id DESC`,
      size,
      '$2',
    ),
  );

/** Published posts that match, the best first. */
export function searchListing(
  communityId: string,
  terms: string,
  limit: number,
  size: number,
  after: readonly [number, string] | undefined,
) {
  return {
    statement: search(after !== undefined, size),
    parameters: after === undefined ? [communityId, limit, terms] : [communityId, limit, terms, ...after],
  };
}
