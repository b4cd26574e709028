import type { FastifyRequest } from 'fastify';
import { accepted, type Outcome } from '../../database/outcome.ts';
import { type Call, call } from '../../database/statement.ts';
import { uuid7 } from '../../database/uuid7.ts';
import type { App, Dependencies } from '../../dependencies.ts';
import { requireViewer } from '../../plugins/viewer.ts';
import { problems } from '../../schema/problem.ts';
import { communityParams, id } from '../../schema/values.ts';
import { ledgerIds } from '../points/ledger-ids.ts';
import { likeStatements } from './queries.ts';
import { type LikeState, likeState } from './schema.ts';

const about = (summary: string) => ({
  tags: ['likes'],
  summary,
  security: [{ accessToken: [] }],
  response: { 200: likeState, ...problems(401, 403, 404, 409) },
});

/** Liking posts and comments: PUT and DELETE, so doing it twice is doing it once. */
export function likeRoutes(app: App, { database }: Dependencies): void {
  const act = async (
    request: FastifyRequest,
    kind: 'post' | 'comment',
    target: string,
    action: 'like' | 'unlike',
  ): Promise<LikeState> => {
    const viewer = requireViewer(request);
    const { communityId, userId } = viewer;
    const statements = likeStatements[kind];
    const move: Call<Outcome<LikeState>> =
      action === 'like'
        ? call(statements.like, communityId, userId, target, uuid7(), uuid7())
        : call(statements.unlike, communityId, userId, target);
    const [[outcome]] = await database.run(
      viewer,
      move,
      call(statements.refresh, communityId, userId, target, ledgerIds(), ledgerIds()),
    );
    return accepted(outcome);
  };
  const postParams = communityParams.extend({ post: id });
  const commentParams = communityParams.extend({ comment: id });

  app.put('/posts/:post/like', { schema: { ...about('Like a post'), params: postParams } }, (request) =>
    act(request, 'post', request.params.post, 'like'),
  );
  app.delete(
    '/posts/:post/like',
    { schema: { ...about('Take back the like of a post'), params: postParams } },
    (request) => act(request, 'post', request.params.post, 'unlike'),
  );
  app.put(
    '/comments/:comment/like',
    { schema: { ...about('Like a comment'), params: commentParams } },
    (request) => act(request, 'comment', request.params.comment, 'like'),
  );
  app.delete(
    '/comments/:comment/like',
    { schema: { ...about('Take back the like of a comment'), params: commentParams } },
    (request) => act(request, 'comment', request.params.comment, 'unlike'),
  );
}
