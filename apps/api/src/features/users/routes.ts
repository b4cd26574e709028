import { z } from 'zod';
import { found } from '../../api-error.ts';
import { call } from '../../database/statement.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { sendWrittenJson } from '../../http/written-json.ts';
import { pageQuery, plannedSize, readCursor } from '../../domain/page.ts';
import { problems } from '../../http/problem.ts';
import { communityParams } from '../../domain/values.ts';
import { userByKey, userListing } from './queries.ts';
import { username } from '../../domain/people.ts';
import { userPage, userProfile } from './schema.ts';

/** The people of a community, as everyone may see them. */
export function userRoutes(app: App, { database }: Dependencies): void {
  app.get(
    '/users',
    {
      schema: {
        tags: ['users'],
        summary: 'List the users by username',
        params: communityParams,
        querystring: pageQuery,
        response: { 200: userPage, ...problems(404) },
      },
    },
    async ({ community, scope, query: { limit, cursor } }, reply) => {
      const after = cursor === undefined ? undefined : readCursor('users', z.string(), cursor);
      const body = await database.json(scope, userListing(community.id, limit, plannedSize(limit), after));
      return sendWrittenJson(reply, body);
    },
  );
  app.get(
    '/users/:user',
    {
      schema: {
        tags: ['users'],
        summary: "Read a user's profile",
        params: communityParams.extend({ user: z.union([username, z.guid()]).describe('Username or id') }),
        response: { 200: userProfile, ...problems(404) },
      },
    },
    async ({ community, scope, params: { user } }) => {
      const byId = z.guid().safeParse(user).success ? user : null;
      return found(await database.one(scope, call(userByKey, community.id, user, byId)), 'user');
    },
  );
}
