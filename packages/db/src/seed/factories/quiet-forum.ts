import { communityContext } from '../plan/model/community.ts';
import { emptyPlan } from '../plan/model/forum-plan.ts';
import type { ForumContext } from './factory.ts';

/** A forum in which nothing has happened: what has rows there is what every community has. */
export const quietForum: ForumContext = {
  ...communityContext(
    { id: '', slug: '', name: '', description: '', plan: 'FREE', threads: null },
    0,
    new Date(0),
  ),
  plan: emptyPlan,
  passwordHashes: new Map(),
};
