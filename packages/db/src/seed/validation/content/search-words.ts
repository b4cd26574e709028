import { checksOf, type Invariant } from '../model/invariant.ts';
import { searchWordsSql } from './search-words.sql.ts';

export const searchWords: Invariant = {
  name: 'search-words',
  summary: 'The search words that are kept beside a post are those of its title and text.',
  checks: checksOf(searchWordsSql),
};
