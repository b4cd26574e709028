import { checksOf, type Invariant } from '../model/invariant.ts';
import { duplicateLikesSql } from './duplicate-likes.sql.ts';
import { ownLikesSql } from './own-likes.sql.ts';

export const ownLikes: Invariant = {
  name: 'own-likes',
  summary: 'Nobody likes their own posts and comments.',
  checks: checksOf(...ownLikesSql),
};

export const duplicateLikes: Invariant = {
  name: 'duplicate-likes',
  summary: 'A user likes a thing once.',
  checks: checksOf(...duplicateLikesSql),
};
