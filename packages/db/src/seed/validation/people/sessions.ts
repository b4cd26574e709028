import { checksOf, type Invariant } from '../model/invariant.ts';
import { sessionsSql } from './sessions.sql.ts';

export const sessions: Invariant = {
  name: 'sessions',
  summary: 'Tokens expire after they are made and are used in between; a session is one user’s.',
  checks: checksOf(...sessionsSql),
};
