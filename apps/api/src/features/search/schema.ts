import { z } from 'zod';
import { page, pageQuery } from '../../domain/page.ts';
import { postSummary } from '../../domain/content.ts';

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

export const searchQuery = pageQuery.extend({
  q: searchTerms,
});

export const searchHit = postSummary
  .extend({
    rank: z.number().describe('Higher fits better; comparable within one search'),
    highlight: z.object({
      title: z.string().describe('Escaped HTML with the hits in <mark>'),
      body: z.string().describe('The best passages, escaped HTML with the hits in <mark>'),
    }),
  })
  .meta({ id: 'SearchHit' });

export const searchPage = page(searchHit).meta({ id: 'SearchPage' });
export type SearchPage = z.output<typeof searchPage>;
