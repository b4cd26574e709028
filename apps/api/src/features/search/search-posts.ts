import { z } from 'zod';
import { pageQuery } from '../../domain/page.ts';
import { operation } from '../../http/operation.ts';
import { sendWrittenJson, writtenPage } from '../../http/written-json.ts';
import { findHitsSql, pageOfHits, searchPage } from './hits.ts';

/**
 * Words as PostgreSQL's parser can take them. A minus that is not before a word or a phrase excludes nothing, and more
 * of them in a row than the parser's stack holds (32 in PostgreSQL 18) would be an error.
 */
const searchTerms = z
  .string()
  // As names and titles are kept.
  .normalize('NFC')
  .trim()
  .min(1)
  .max(200)
  .transform((text) => text.replaceAll(/-(?![\p{L}\p{N}"])/gu, ' '))
  .describe('Words; "a phrase"; -without; or');

export const searchPosts = operation({
  id: 'searchPosts',
  method: 'GET',
  path: '/search',
  tag: 'posts',
  summary: 'Search posts, the best first, with the hits marked',
  query: pageQuery.extend({ q: searchTerms }),
  answers: { 200: searchPage },
  async handle({ forum, community, query: { q: terms, limit, cursor }, reply }) {
    const [rows] = await forum.run(findHitsSql({ communityId: community.id, terms, limit, cursor }));
    return sendWrittenJson(reply, writtenPage(pageOfHits(rows, limit)));
  },
});
