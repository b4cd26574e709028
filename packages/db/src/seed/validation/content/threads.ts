import { checksOf, type Invariant } from '../model/invariant.ts';
import { acceptedAnswersSql } from './accepted-answers.sql.ts';
import { threadsSql } from './threads.sql.ts';

export const threads: Invariant = {
  name: 'threads',
  summary:
    'A reply is in its parent’s post, deeper by one, and its path is the parent’s followed by its own id.',
  checks: checksOf(threadsSql),
};

export const acceptedAnswers: Invariant = {
  name: 'accepted-answers',
  summary: 'A post has at most one accepted answer, and it can be read.',
  checks: checksOf(...acceptedAnswersSql),
};
