import { found } from '../../api-error.ts';
import { userKey } from '../../domain/people.ts';
import { findProfile } from '../../domain/profiles/find-profile.ts';
import { userProfile } from '../../domain/profiles/profile.ts';
import { operation } from '../../http/operation.ts';

export const getUser = operation({
  id: 'getUser',
  method: 'GET',
  path: '/users/:user',
  tag: 'users',
  summary: "Read a user's profile",
  params: { user: userKey },
  answers: { 200: userProfile },
  async handle({ forum, community, params }) {
    return found(await findProfile(forum.prisma, community.id, params.user), 'user');
  },
});
