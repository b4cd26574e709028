import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../api-error.ts';
import type { Database } from '../../database/database.ts';
import type { Runner } from '../../database/runner.ts';
import type { Viewer } from '../../auth/access-token.ts';
import type { Forum, Statements } from '../../database/forum.ts';
import { answerOfKeySql } from './answer-of-key.sql.ts';
import { claimKeySql } from './claim-key.sql.ts';
import { keepAnswerSql } from './keep-answer.sql.ts';
import { requireViewer } from '../viewer.ts';

/** Header of POSTs that may be sent again: draft-ietf-httpapi-idempotency-key-header. */
export const idempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Your own name for this request: sent again, it is answered again and done once'),
});

/** Whose POST it is. */
interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly viewer: Viewer;
  readonly forum: Forum;
}

/** What an action answers. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

/**
 * Does the work of a POST, once for each `Idempotency-Key`. The key, the work and the answer are one transaction: a
 * crash leaves all of them or none. Without the header the work simply runs.
 * @param work what is done, with the statements that it is given. A refusal is thrown, and not kept
 * @returns what is answered with 201
 * @throws ApiError `request.idempotency_key_reused` when the key came with another request
 */
export async function once<Body>(
  { request, reply, viewer, forum }: Asked,
  work: (statements: Statements) => Promise<Body>,
): Promise<Body> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return work(forum);
  const mine = { ...viewer, key };
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body)}`)
    .digest();
  return forum.transaction(async (transaction) => {
    const claimed = await transaction.one(claimKeySql({ ...mine, fingerprint }));
    if (claimed === undefined) {
      const kept = await transaction.one(answerOfKeySql(mine));
      if (kept?.response === undefined || kept.response === null || !kept.fingerprint.equals(fingerprint)) {
        throw new ApiError('request.idempotency_key_reused', 'This key was used for another request.', {
          fix: 'Send a new key with every new request.',
        });
      }
      reply.header('idempotency-replayed', 'true');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this very operation answered before
      return JSON.parse(kept.response) as Body;
    }
    const answer = await work(transaction);
    await transaction.run(keepAnswerSql({ ...mine, status: 201, response: JSON.stringify(answer) }));
    return answer;
  });
}

/** {@link once} for routes that are not operations yet. */
export async function onceAnswered<Body>(
  database: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (runner: Runner) => Promise<Answer<Body>>,
): Promise<Answer<Body>> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return work(database);
  const viewer = requireViewer(request);
  const mine = { ...viewer, key };
  const fingerprint = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body)}`)
    .digest();
  return database.session(async (session) => {
    const claimed = await session.one(viewer, claimKeySql({ ...mine, fingerprint }));
    if (claimed === undefined) {
      const kept = await session.one(viewer, answerOfKeySql(mine));
      if (!kept?.response || kept.status === null || !kept.fingerprint.equals(fingerprint)) {
        throw new ApiError('request.idempotency_key_reused', 'This key was used for another request.', {
          fix: 'Send a new key with every new request.',
        });
      }
      reply.header('idempotency-replayed', 'true');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what this very route answered before
      return { status: kept.status, body: JSON.parse(kept.response) as Body };
    }
    const answer = await work(session);
    const response = JSON.stringify(answer.body);
    await session.run(viewer, keepAnswerSql({ ...mine, status: answer.status, response }));
    return answer;
  });
}
