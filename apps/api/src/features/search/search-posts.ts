import { z } from 'zod';
import { pageQuery } from '../../domain/page.ts';
import { operation } from '../../http/operation.ts';
import { findHitsSql, pageOfHits, searchPage } from './hits.ts';

/** Words as somebody types them. */
const searchTerms = z
  .string()
  // As names and titles are kept.
  .normalize('NFC')
  .trim()
  .min(1)
  .max(200)
  .describe(
    'Words, in any language, with or without accents, which are the beginnings of others, too; "a phrase"; -without; or',
  );

export const searchPosts = operation({
  id: 'searchPosts',
  method: 'GET',
  path: '/search',
  tag: 'posts',
  summary: 'Search posts and their comments, the best first, with the hits marked',
  description:
    'A post is found once, by its title or text or by the best of its comments. Of very many hits only the newest are ranked, ' +
    'five hundred posts and five hundred comments. A phrase, and what must not be there, is looked for in the newest texts alone ' +
    'that hold its words: ten thousand, or where one text in 64 holds them those among the newest 52,000.',
  query: pageQuery.extend({ q: searchTerms }),
  answers: { 200: searchPage },
  async handle({ forum, community, query: { q: terms, limit, cursor } }) {
    const [rows] = await forum.run(findHitsSql({ communityId: community.id, terms, limit, cursor }));
    return pageOfHits(rows, limit);
  },
});
