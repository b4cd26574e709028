import { z } from 'zod';
import { found } from '../../api-error.ts';
import { accepted } from '../../domain/outcome.ts';
import { call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { idempotencyHeaders, onceAnswered } from '../../http/idempotency/idempotency.ts';
import { requireViewer } from '../../http/viewer.ts';
import { sendWrittenJson } from '../../http/written-json.ts';
import { pageQuery, plannedSize, readCursor } from '../../domain/page.ts';
import { problems } from '../../http/problem.ts';
import { communityParams, id } from '../../domain/values.ts';
import {
  achievementsFor,
  balanceOf,
  economyOf,
  leaderboardListing,
  ledgerListing,
  levelsOf,
  sendTip,
} from './queries.ts';
import {
  achievementList,
  balance,
  economy,
  leaderboard,
  ledgerPage,
  levelList,
  tip,
  tipRequest,
} from './schema.ts';

/** What earns points and what they lead to, balances, their history, the leaderboard, and tips. */
export function pointRoutes(app: App, { database }: Dependencies): void {
  const tags = ['points'];
  const security = [{ accessToken: [] }];
  const params = communityParams;

  app.get(
    '/levels',
    {
      schema: {
        tags,
        summary: 'List the levels, the lowest first',
        params,
        response: { 200: levelList, ...problems(404) },
      },
    },
    async ({ community, scope }) =>
      found(await database.one(scope, call(levelsOf, community.id)), 'community'),
  );
  app.get(
    '/economy',
    {
      schema: {
        tags,
        summary: 'Read what earns points, and how often in a day',
        params,
        response: { 200: economy, ...problems(404) },
      },
    },
    async ({ community, scope }) =>
      found(await database.one(scope, call(economyOf, community.id)), 'economy'),
  );
  app.get(
    '/achievements',
    {
      schema: {
        tags,
        summary: 'List the achievements there are, with your progress',
        params,
        response: { 200: achievementList, ...problems(404) },
      },
    },
    async ({ community, scope, viewer }) => {
      const read = call(achievementsFor, community.id, viewer?.userId ?? null);
      return found(await database.one(scope, read), 'community');
    },
  );
  app.get(
    '/leaderboard',
    {
      schema: {
        tags,
        summary: 'List the users by points',
        params,
        querystring: pageQuery,
        response: { 200: leaderboard, ...problems(404) },
      },
    },
    async ({ community, scope, query: { limit, cursor } }, reply) => {
      const key = z.tuple([z.int(), id, z.int()]);
      const after = cursor === undefined ? undefined : readCursor('leaderboard', key, cursor);
      const listing = leaderboardListing(community.id, limit, plannedSize(limit), after);
      return sendWrittenJson(reply, await database.json(scope, listing));
    },
  );
  app.get(
    '/me/points',
    {
      schema: {
        tags,
        summary: 'Read your balance and level',
        security,
        params,
        response: { 200: balance, ...problems(401, 404) },
      },
    },
    async (request) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      return found(await database.one(viewer, call(balanceOf, communityId, userId)), 'account');
    },
  );
  app.get(
    '/me/points/history',
    {
      schema: {
        tags,
        summary: 'List your ledger, the latest entry first',
        security,
        params,
        querystring: pageQuery,
        response: { 200: ledgerPage, ...problems(401, 404) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : readCursor('ledger', z.int(), cursor);
      const listing = ledgerListing(communityId, userId, limit, plannedSize(limit), after);
      return sendWrittenJson(reply, await database.json(viewer, listing));
    },
  );
  app.post(
    '/tips',
    {
      schema: {
        tags,
        summary: 'Give points of yours to another',
        description: 'Send an `Idempotency-Key`: then a retry after a lost answer gives nothing twice.',
        security,
        params,
        headers: idempotencyHeaders,
        body: tipRequest,
        response: { 201: tip, ...problems(401, 403, 404, 409, 422) },
      },
    },
    async (request, reply) => {
      const viewer = requireViewer(request);
      const { communityId, userId } = viewer;
      const { to, amount } = request.body;
      const answer = await onceAnswered(database, request, reply, async (runner) => {
        const send = call(sendTip, communityId, userId, to, amount, uuid7(), uuid7(), uuid7(), uuid7());
        return {
          status: 201,
          body: accepted(await runner.one(viewer, send), { 'resource.not_found': 'No such user.' }),
        };
      });
      return reply.code(201).send(answer.body);
    },
  );
}
