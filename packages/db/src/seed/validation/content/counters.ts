import { checksOf, type Invariant } from '../model/invariant.ts';
import { commentCountersSql } from './comment-counters.sql.ts';
import { postCountersSql } from './post-counters.sql.ts';

export const postCounters: Invariant = {
  name: 'post-counters',
  summary: 'Posts count their likes and published comments, and know when they were last active.',
  checks: checksOf(postCountersSql),
};

export const commentCounters: Invariant = {
  name: 'comment-counters',
  summary: 'Comments count their likes.',
  checks: checksOf(commentCountersSql),
};
