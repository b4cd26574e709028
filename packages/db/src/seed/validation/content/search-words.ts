import { checksOf, type Invariant } from '../model/invariant.ts';
import { searchWordsSql } from './search-words.sql.ts';

export const searchWords: Invariant = {
  name: 'search-words',
  summary: 'The search words that are kept beside posts and comments are those of their texts.',
  checks: checksOf(searchWordsSql),
};
